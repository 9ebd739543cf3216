import { Button, Group, JsonInput, Stack, Text } from '@mantine/core';
import { useId, useState } from 'react';
import { appUriOf } from '../../../server/contract/apps.ts';
import type { CommandError } from '../../../server/contract/ipc.ts';
import { LoadProblem } from '../../components/load-problem.tsx';
import { defaultsOf, type FieldValues, fieldsOf, problemsOf } from '../../components/schema-fields.ts';
import { SchemaForm } from '../../components/schema-form.tsx';
import { useHost } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { AppFrame } from './app/app-frame.tsx';
import { parsedObject } from './parsed-object.ts';
import { describedTool } from './tool-facts.ts';
import { ToolResult } from './tool-result.tsx';

const text = words.remotes.try;

type Definition = Readonly<Record<string, unknown>>;

type Outcome =
  | {
      readonly kind: 'result';
      /** The call, as its app is told of it. */
      readonly call: {
        readonly tool: Definition;
        readonly arguments: Definition;
        readonly result: Definition;
      };
      readonly tookMs: number;
    }
  | { readonly kind: 'failed'; readonly error: CommandError };

/** Calls a tool with the values the person enters. Nobody else is asked, because the person decides. */
export function TryTool({ remote, definition }: { remote: string; definition: Definition }) {
  const { tool, inputSchema: schema } = describedTool(definition);
  const appUri = appUriOf(definition);
  const { ask, run } = useHost();
  const id = useId();
  const fields = fieldsOf(schema);
  const [values, setValues] = useState<FieldValues>(() => defaultsOf(schema));
  const [json, setJson] = useState('{}');
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const isFreeForm = fields.length === 0 && !isEmptyObject(schema);

  async function call() {
    const args = isFreeForm ? parsedObject(json) : values;
    const found = args === undefined ? { '': text.notObject } : isFreeForm ? {} : problemsOf(schema, values);
    setProblems(found);
    if (args === undefined || Object.keys(found).length > 0) return;
    setBusy(true);
    setOutcome(undefined);
    const startedAt = performance.now();
    const answer = await ask('try-tool', { id, name: remote, tool, arguments: args as never });
    setBusy(false);
    setOutcome(
      answer.ok
        ? {
            kind: 'result',
            call: { tool: definition, arguments: args, result: answer.value },
            tookMs: performance.now() - startedAt,
          }
        : { kind: 'failed', error: answer.error },
    );
  }

  return (
    <Stack
      gap="sm"
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        void call();
      }}
    >
      {isFreeForm ? (
        <JsonInput
          label={text.asJson}
          autosize
          minRows={3}
          maw={520}
          value={json}
          error={problems['']}
          onChange={setJson}
        />
      ) : fields.length > 0 ? (
        <SchemaForm fields={fields} values={values} problems={problems} onChange={setValues} />
      ) : (
        <Text c="dimmed">{text.needsNothing}</Text>
      )}
      <Group gap="xs">
        <Button type="submit" loading={isBusy}>
          {text.run}
        </Button>
        {isBusy && (
          <Button variant="default" onClick={() => run('stop-tool', { id })}>
            {text.stop}
          </Button>
        )}
        <Text size="xs" c="dimmed">
          {text.hint}
        </Text>
      </Group>
      {outcome?.kind === 'failed' && <LoadProblem error={outcome.error} onRetry={() => void call()} />}
      {outcome?.kind === 'result' && <ToolResult result={outcome.call.result} tookMs={outcome.tookMs} />}
      {outcome?.kind === 'result' && appUri !== undefined && (
        <AppFrame remote={remote} uri={appUri} call={outcome.call} />
      )}
    </Stack>
  );
}

/** Whether the schema has no arguments. */
function isEmptyObject(schema: unknown): boolean {
  const { type, properties } = (schema ?? {}) as { type?: unknown; properties?: unknown };
  return schema === undefined || (type === 'object' && typeof properties === 'object') || type === 'object';
}
