import { Badge, Button, Group, JsonInput, List, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { CommandResult } from '../../../server/contract/commands.ts';
import type { CommandError } from '../../../server/contract/ipc.ts';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { LoadProblem } from '../../components/load-problem.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { useHost } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { parsedObject } from './parsed-object.ts';
import { useTokens } from './tokens-context.tsx';

type Lines = CommandResult<'check-remote'>;

const text = words.remotes.check;
const colors: Readonly<Record<Lines[number]['outcome'], string>> = {
  works: 'green',
  offered: 'green',
  'not-offered': 'gray',
  'not-seen': 'gray',
  'needs-a-tool': 'gray',
  failed: 'red',
};

/** What a remote can do beside answering calls. No tool is called unless the person picks one. */
export function SelfCheck({ remote: { name } }: { remote: RemoteRow }) {
  const { ask } = useHost();
  const tools = Object.keys(useTokens(name)?.tools ?? {});
  const [lines, setLines] = useState<Lines>();
  const [problem, setProblem] = useState<CommandError>();
  const [isBusy, setBusy] = useState(false);
  const [tool, setTool] = useState<string | null>(null);
  const [json, setJson] = useState('{}');
  const args = parsedObject(json);

  async function check(tried: string | null) {
    setBusy(true);
    setProblem(undefined);
    const outcome = await ask('check-remote', {
      name,
      ...(tried !== null && { tool: tried, arguments: args as never }),
    });
    setBusy(false);
    if (outcome.ok) setLines(outcome.value);
    else setProblem(outcome.error);
  }

  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        {text.hint}
      </Text>
      <Group>
        <Button variant="default" loading={isBusy} onClick={() => void check(null)}>
          {text.run}
        </Button>
      </Group>
      {problem && <LoadProblem error={problem} onRetry={() => void check(null)} />}
      {lines && (
        <List size="sm" listStyleType="none" role="status">
          {lines.map(({ what, outcome, detail }) => (
            <List.Item key={what}>
              {text.kinds[what]} <Badge color={colors[outcome]}>{text.outcomes[outcome]}</Badge>{' '}
              <VisibleText>{detail}</VisibleText>
            </List.Item>
          ))}
        </List>
      )}
      {lines && tools.length > 0 && (
        <Stack gap="xs" maw={520}>
          <Select
            label={text.tool}
            description={text.toolHint}
            data={tools.map((one) => ({ value: one, label: makeVisible(one) }))}
            value={tool}
            onChange={setTool}
            searchable
          />
          <JsonInput
            label={words.remotes.try.asJson}
            error={args ? undefined : words.remotes.try.notObject}
            value={json}
            onChange={setJson}
          />
          <Group>
            <Button
              variant="default"
              disabled={tool === null || args === undefined}
              loading={isBusy}
              onClick={() => void check(tool)}
            >
              {text.withTool}
            </Button>
          </Group>
        </Stack>
      )}
    </Stack>
  );
}
