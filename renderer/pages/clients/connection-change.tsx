import { Alert, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CommandResult } from '../../../server/contract/commands.ts';
import type { CommandError } from '../../../server/contract/ipc.ts';
import { Prose } from '../../components/prose.tsx';
import { SettingsDiff } from '../../components/settings-diff.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { useHost } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import type { FoundClient } from './found-clients.tsx';

export type Proposal = CommandResult<'propose-connection'>;
export type Written = CommandResult<'write-connection'>;
type Way = NonNullable<FoundClient['way']>;

const text = words.connecting;

interface Props {
  readonly client: FoundClient;
  readonly kind: Proposal['kind'];
  onBack(): void;
  /** @param since when writing began, in ms since 1970: the client may connect at once */
  onWritten(proposal: Proposal, written: Written, since: number): void;
}

/** What would be written into the settings of a client; it is written when the person says so. */
export function ConnectionChange({ client, kind, onBack, onWritten }: Props) {
  const { ask } = useHost();
  const [way, setWay] = useState<Way>('stdio');
  const [proposal, setProposal] = useState<Proposal>();
  const [problem, setProblem] = useState<CommandError>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    let isWanted = true;
    setProposal(undefined);
    setProblem(undefined);
    void ask('propose-connection', { client: client.id, kind, way }).then((outcome) => {
      if (!isWanted) return;
      if (outcome.ok) setProposal(outcome.value);
      else setProblem(outcome.error);
    });
    return () => {
      isWanted = false;
    };
  }, [ask, client.id, kind, way]);

  async function write(shown: Proposal) {
    setBusy(true);
    const since = Date.now();
    const outcome = await ask('write-connection', { client: client.id, kind, way, digest: shown.digest });
    setBusy(false);
    if (outcome.ok) onWritten(shown, outcome.value, since);
    else setProblem(outcome.error);
  }

  return (
    <Stack gap="sm">
      {kind === 'connect' && client.takesAddress && (
        <div>
          <SegmentedControl
            aria-label={text.way}
            data={(['stdio', 'http'] as const).map((value) => ({ value, label: text.ways[value] }))}
            value={way}
            onChange={(value) => setWay(value as Way)}
          />
          <Text size="xs" c="dimmed" mt={4}>
            {text.wayHints[way]}
          </Text>
        </div>
      )}
      {problem && (
        <Alert color="red">
          <Prose>{[problem.summary, problem.fix].filter(Boolean).join(' ')}</Prose>
        </Alert>
      )}
      {proposal && !problem && <Shown proposal={proposal} />}
      <Group justify="flex-end">
        <Button variant="default" data-autofocus onClick={onBack}>
          {text.back}
        </Button>
        <Button
          loading={isBusy}
          disabled={!proposal?.diff || problem !== undefined}
          onClick={() => proposal && void write(proposal)}
        >
          {kind === 'connect' ? text.write : text.takeOut}
        </Button>
      </Group>
    </Stack>
  );
}

function Shown({ proposal: { diff, notes, kind } }: { proposal: Proposal }) {
  if (diff === '') return <Text>{kind === 'connect' ? text.nothingToDo : text.notConnected}</Text>;
  return (
    <>
      <SettingsDiff diff={diff} />
      {notes.map((note) => (
        <Text key={note} size="sm">
          <VisibleText>{note}</VisibleText>
        </Text>
      ))}
    </>
  );
}
