import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CommandResult } from '../../../server/contract/commands.ts';
import type { CommandError } from '../../../server/contract/ipc.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { Dialog } from '../../components/dialog.tsx';
import { showNotice } from '../../components/notices.tsx';
import { Prose } from '../../components/prose.tsx';
import { SettingsDiff } from '../../components/settings-diff.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { useHost } from '../../host/host-context.tsx';
import { words } from '../../words.ts';

type Proposal = CommandResult<'propose-import'>;

const text = words.connecting;

/** The servers of other clients that would be added to config.toml; they are added when the person says so. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { ask } = useHost();
  const [proposal, setProposal] = useState<Proposal>();
  const [problem, setProblem] = useState<CommandError>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    let isOpen = true;
    void ask('propose-import', {}).then((outcome) => {
      if (!isOpen) return;
      if (outcome.ok) setProposal(outcome.value);
      else setProblem(outcome.error);
    });
    return () => {
      isOpen = false;
    };
  }, [ask]);

  async function write({ digest, names }: Proposal) {
    setBusy(true);
    const outcome = await ask('write-import', { digest });
    setBusy(false);
    if (!outcome.ok) return setProblem(outcome.error);
    showNotice(text.importDone(names.map(makeVisible)));
    onClose();
  }

  return (
    <Dialog onClose={onClose} title={text.importTitle} size="xl">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {text.importHint}
        </Text>
        {problem && (
          <Alert color="red">
            <Prose>{[problem.summary, problem.fix].filter(Boolean).join(' ')}</Prose>
          </Alert>
        )}
        {proposal && !problem && (
          <>
            {proposal.diff === '' ? <Text>{text.importNothing}</Text> : <SettingsDiff diff={proposal.diff} />}
            {notesOf(proposal).map((note) => (
              <Text key={note} size="sm">
                <VisibleText>{note}</VisibleText>
              </Text>
            ))}
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {words.cancel}
          </Button>
          <Button
            loading={isBusy}
            disabled={!proposal?.diff || problem !== undefined}
            onClick={() => proposal && void write(proposal)}
          >
            {text.importWrite}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function notesOf({ different, secrets, keptIn, notKept, variables, left, problems }: Proposal): string[] {
  return [
    ...different.map(({ server, clientName, other, names }) =>
      text.importDifferent(server, clientName, other, names),
    ),
    ...secrets.map(({ server, headers, clientName }) => text.importKept(server, headers, clientName, keptIn)),
    ...(notKept === undefined ? [] : [text.importNotKept(notKept)]),
    ...variables.map(({ server, variable, clientName, isProgram }) =>
      text.importVariable(server, variable, clientName, isProgram),
    ),
    ...left.map(({ name, clientName, reason }) => text.importLeft(name, clientName, reason)),
    ...problems,
  ];
}
