import { Button, Group, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CommandError } from '../../../server/contract/ipc.ts';
import { LoadProblem } from '../../components/load-problem.tsx';
import { Rows } from '../../components/rows.tsx';
import { type FieldValues, fieldsOf, problemsOf } from '../../components/schema-fields.ts';
import { SchemaForm } from '../../components/schema-form.tsx';
import { useHost } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { ItemContents, type Part, partsOfPrompt, partsOfResource } from './item-contents.tsx';
import type { describedItem } from './tool-facts.ts';

type Outcome =
  | { readonly kind: 'read'; readonly parts: readonly Part[] }
  | { readonly kind: 'failed'; readonly error: CommandError };

/** Reads a resource, or gets a prompt with the arguments that the person fills in. What needs none is read at once. */
export function ReadItem({ remote, item }: { remote: string; item: ReturnType<typeof describedItem> }) {
  const { ask } = useHost();
  const { kind, id, args } = item;
  const schema = {
    type: 'object',
    properties: Object.fromEntries(
      args.map(({ name, description }) => [name, { type: 'string', description }]),
    ),
    required: args.filter(({ isRequired }) => isRequired).map(({ name }) => name),
  };
  const [values, setValues] = useState<FieldValues>({});
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();

  async function read(): Promise<Outcome> {
    if (kind === 'prompt') {
      const texts = values as Record<string, string>;
      const answer = await ask('get-prompt', { name: remote, prompt: id, arguments: texts });
      return answer.ok
        ? { kind: 'read', parts: partsOfPrompt(answer.value) }
        : { kind: 'failed', error: answer.error };
    }
    const filled = kind === 'template' ? { values: values as Record<string, string> } : {};
    const answer = await ask('read-resource', { name: remote, uri: id, ...filled });
    return answer.ok
      ? { kind: 'read', parts: partsOfResource(answer.value.result) }
      : { kind: 'failed', error: answer.error };
  }

  async function start() {
    const found = problemsOf(schema, values);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    const read_ = await read();
    setBusy(false);
    setOutcome(read_);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is opened
  useEffect(() => {
    if (args.length === 0) void start();
  }, []);

  return (
    <Stack
      gap="sm"
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      {args.length > 0 && (
        <SchemaForm fields={fieldsOf(schema)} values={values} problems={problems} onChange={setValues} />
      )}
      <Group gap="xs">
        <Button type="submit" variant={args.length > 0 ? 'filled' : 'default'} loading={isBusy}>
          {outcome ? words.remotes.item.again : words.remotes.item[kind === 'prompt' ? 'get' : 'read']}
        </Button>
      </Group>
      {isBusy && !outcome && <Rows />}
      {outcome?.kind === 'failed' && <LoadProblem error={outcome.error} onRetry={() => void start()} />}
      {outcome?.kind === 'read' && <ItemContents parts={outcome.parts} />}
    </Stack>
  );
}
