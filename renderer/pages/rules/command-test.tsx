import { Autocomplete, Badge, Button, Group, Select, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { RuleTest } from '../../../server/contract/rules.ts';
import { Prose } from '../../components/prose.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { knownFolders } from './known-folders.ts';

const ANYBODY = 'anybody';
const colors = { allow: 'green', ask: 'yellow', deny: 'red' } as const;

/** A command, a folder and a client: what the rules decide, and which of them. */
export function CommandTest() {
  const state = useReadyState();
  const { ask } = useHost();
  const folders = knownFolders(state);
  const [command, setCommand] = useState('');
  const [folder, setFolder] = useState(folders[0] ?? '');
  const [client, setClient] = useState(ANYBODY);
  const [verdict, setVerdict] = useState<RuleTest>();
  const [problem, setProblem] = useState<string>();

  async function test(event: FormEvent) {
    event.preventDefault();
    const outcome = await ask('test-rules', { command, folder, ...(client !== ANYBODY && { client }) });
    setVerdict(outcome.ok ? outcome.value : undefined);
    setProblem(outcome.ok ? undefined : [outcome.error.summary, outcome.error.fix].filter(Boolean).join(' '));
  }

  return (
    <form onSubmit={test}>
      <Text c="dimmed" mb="sm">
        {words.rules.testHint}
      </Text>
      <Group gap="sm" align="flex-end">
        <TextInput
          flex="2 1 240px"
          label={words.rules.command}
          placeholder={words.rules.commandExample}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          spellCheck={false}
          value={command}
          onChange={(event) => setCommand(event.currentTarget.value)}
        />
        <Autocomplete
          flex="1 1 180px"
          label={words.rules.folder}
          data={folders}
          value={folder}
          onChange={setFolder}
        />
        <Select
          flex="0 1 150px"
          label={words.rules.client}
          allowDeselect={false}
          data={[
            { value: ANYBODY, label: words.rules.noClient },
            ...state.principals.map(({ name }) => ({
              value: name,
              label: words.clients.builtIn[name]?.title ?? name,
            })),
          ]}
          value={client}
          onChange={(value) => setClient(value ?? ANYBODY)}
        />
        <Button type="submit" variant="default" h={36} disabled={!command.trim() || !folder.trim()}>
          {words.rules.decide}
        </Button>
      </Group>
      <div role="status">
        {verdict && (
          <Group gap="xs" mt="sm" align="flex-start">
            <Badge color={colors[verdict.decision]}>{words.rules.verdicts[verdict.decision]}</Badge>
            <Text flex="1 1 240px" style={{ overflowWrap: 'anywhere' }}>
              <Prose>
                {verdict.decision === 'ask' && !verdict.rule
                  ? words.rules.notRead(verdict.reason)
                  : `${verdict.reason}.`}
              </Prose>
            </Text>
          </Group>
        )}
        {verdict?.almost?.map(({ rule, says, why }) => (
          <Text key={rule} size="sm" c="dimmed" mt={4}>
            <Prose>{words.rules.nearMiss(says, why)}</Prose>
          </Text>
        ))}
        {problem && (
          <Text c="var(--pb-danger)" mt="sm">
            <Prose>{problem}</Prose>
          </Text>
        )}
      </div>
    </form>
  );
}
