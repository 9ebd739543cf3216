import { Button, Group, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Prose } from '../../components/prose.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { connectTexts, textFor } from './connect-texts.ts';

export interface MadeToken {
  readonly name: string;
  readonly token: string;
  /** The kind of client whose text is on the clipboard. */
  readonly copied: string | undefined;
}

/** The name of a client gets it a token; the text for it is copied at once. */
export function NewToken(props: { suggestedName: string; onMade: (made: MadeToken) => void }) {
  const { ask, run } = useHost();
  const state = useReadyState();
  const [name, setName] = useState(() => asTokenName(props.suggestedName));
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  async function make(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const outcome = await ask('add-token', { name });
    if (!outcome.ok) {
      setBusy(false);
      return setProblem([outcome.error.summary, outcome.error.fix].filter(Boolean).join(' '));
    }
    const { token } = outcome.value;
    const found = textFor(connectTexts(state, token), name);
    const isCopied = found !== undefined && (await run('copy', { text: found.text })).ok;
    props.onMade({ name, token, copied: isCopied ? found.client : undefined });
  }
  return (
    <form onSubmit={make}>
      <TextInput
        label={words.clients.name}
        description={words.clients.nameHint}
        placeholder="cursor"
        data-autofocus
        value={name}
        error={problem && <Prose>{problem}</Prose>}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setProblem(undefined);
        }}
      />
      <Group justify="space-between" wrap="nowrap" mt="md">
        <Text size="xs" c="dimmed">
          {words.clients.tokenWhy}
        </Text>
        <Button type="submit" flex="none" loading={isBusy} disabled={!name.trim()}>
          {words.clients.makeToken}
        </Button>
      </Group>
    </form>
  );
}

/** A client's own name may contain characters that a token's name may not. */
function asTokenName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 64);
}
