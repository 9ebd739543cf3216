import { Alert, Button, Code, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AccountState } from '../../server/contract/state.ts';
import { useHost } from '../host/host-context.tsx';
import { useCommand } from '../host/use-command.ts';
import { words } from '../words.ts';
import { CopyButton } from './copy-button.tsx';

type NotSignedIn = Extract<AccountState, { kind: 'signed-out' | 'signing-in' }>;

/** Signing in to the engine: with ChatGPT, with a code on another device, or with an API key. */
export function SignIn({ account }: { account: NotSignedIn }) {
  const [signIn, isBusy] = useCommand('sign-in');
  const [isWithKey, setWithKey] = useState(false);
  if (account.kind === 'signing-in') return <Waiting url={account.url} code={account.code} />;
  return (
    <Stack gap="sm">
      {account.problem && <Alert color="red">{account.problem}</Alert>}
      <Group gap="xs">
        <Button loading={isBusy} onClick={() => signIn({ kind: 'chatgpt' })}>
          {words.account.chatgpt}
        </Button>
        <Button variant="default" disabled={isBusy} onClick={() => signIn({ kind: 'device-code' })}>
          {words.account.deviceCode}
        </Button>
        <Button variant="default" aria-expanded={isWithKey} onClick={() => setWithKey(!isWithKey)}>
          {words.account.apiKey}
        </Button>
      </Group>
      {isWithKey && <KeyForm isBusy={isBusy} onKey={(apiKey) => signIn({ kind: 'api-key', apiKey })} />}
    </Stack>
  );
}

function KeyForm({ isBusy, onKey }: { isBusy: boolean; onKey: (apiKey: string) => void }) {
  const [key, setKey] = useState('');
  function send(event: FormEvent) {
    event.preventDefault();
    if (key.trim()) onKey(key.trim());
  }
  return (
    <form onSubmit={send}>
      <Group align="flex-end" gap="xs" maw={460}>
        <PasswordInput
          flex={1}
          label={words.account.key}
          description={words.account.keyHint}
          value={key}
          autoComplete="off"
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" loading={isBusy} disabled={!key.trim()}>
          {words.account.useKey}
        </Button>
      </Group>
    </form>
  );
}

function Waiting({ url, code }: { url: string | undefined; code: string | undefined }) {
  const { run } = useHost();
  return (
    <Stack gap="xs" align="flex-start">
      <Text role="status">{words.account.waiting}</Text>
      {code && (
        <Group gap="xs">
          <Text>{words.account.enterCode}</Text>
          <Code fz="lg">{code}</Code>
          <CopyButton text={code} label={words.account.copyCode} />
        </Group>
      )}
      {url && (
        <Code block w="100%" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {url}
        </Code>
      )}
      <Group gap="xs">
        {url && (
          <Button variant="default" onClick={() => run('open-address', { url })}>
            {words.markdown.open}
          </Button>
        )}
        <Button variant="default" onClick={() => run('cancel-sign-in', {})}>
          {words.cancel}
        </Button>
      </Group>
    </Stack>
  );
}
