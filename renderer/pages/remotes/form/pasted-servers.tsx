import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { CommandResult } from '../../../../server/contract/commands.ts';
import type { CommandError } from '../../../../server/contract/ipc.ts';
import type { RemoteDraft } from '../../../../server/contract/remote-draft.ts';
import { makeVisible } from '../../../../server/contract/visible.ts';
import { CodeText } from '../../../components/code-text.tsx';
import { Prose } from '../../../components/prose.tsx';
import { SettingsDiff } from '../../../components/settings-diff.tsx';
import { VisibleText } from '../../../components/visible-text.tsx';
import { useHost } from '../../../host/host-context.tsx';
import { words } from '../../../words.ts';

type Pasted = Extract<CommandResult<'read-pasted'>, { kind: 'servers' }>;

const text = words.remotes.paste;

/** What would be added, in full: it was written by somebody else. */
export function PastedServers(props: {
  pasted: Pasted;
  /** From which it was read. */
  text: string;
  onFillIn: (name: string, draft: RemoteDraft) => void;
  onAdded: (names: readonly string[]) => void;
}) {
  const { pasted, onFillIn, onAdded } = props;
  const { servers, proposal } = pasted;
  const { ask } = useHost();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<CommandError>();
  const [only] = servers.length === 1 ? servers : [];

  async function add() {
    setBusy(true);
    setProblem(undefined);
    const outcome = await ask('write-pasted', { text: props.text, digest: proposal.digest });
    setBusy(false);
    if (outcome.ok) onAdded(outcome.value.names);
    else setProblem(outcome.error);
  }

  return (
    <Stack gap="xs">
      {servers.map(({ name, transport, where }) => {
        const label =
          transport === 'http' ? text.connects(makeVisible(name)) : text.starts(makeVisible(name));
        return (
          <div key={name}>
            <Text size="sm" fw={500} mb={4}>
              {label}
            </Text>
            <CodeText text={where} language="bash" label={label} maxHeight="140px" />
          </div>
        );
      })}
      {servers.some(({ transport }) => transport === 'stdio') && (
        <Text size="xs" c="dimmed">
          {text.programHint}
        </Text>
      )}
      {notesOf(pasted).map((note) => (
        <Text key={note} size="sm">
          <VisibleText>{note}</VisibleText>
        </Text>
      ))}
      {proposal.diff !== '' && (
        <details>
          <summary>{text.diff}</summary>
          <SettingsDiff diff={proposal.diff} />
        </details>
      )}
      {problem && (
        <Alert color="red">
          <Prose>{[problem.summary, problem.fix].filter(Boolean).join(' ')}</Prose>
        </Alert>
      )}
      {servers.length > 0 && (
        <Group justify="flex-end">
          {only?.draft && (
            <Button variant="default" mr="auto" onClick={() => only.draft && onFillIn(only.name, only.draft)}>
              {text.edit}
            </Button>
          )}
          <Button loading={isBusy} onClick={() => void add()}>
            {text.add(servers.length)}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function notesOf({ proposal, leftOut }: Pasted): string[] {
  const { different, secrets, keptIn, notKept, variables, left } = proposal;
  return [
    ...left.map(({ name, reason }) => text.left(name, reason)),
    ...leftOut.map(({ server, members }) => text.leftOut(server, members)),
    ...different.map(({ server, other, names }) => text.different(server, other, names)),
    ...secrets.map(({ server, headers }) => text.kept(server, headers, keptIn)),
    ...(notKept === undefined ? [] : [words.connecting.importNotKept(notKept)]),
    ...variables.map(({ server, variable }) => text.variable(server, variable)),
  ];
}
