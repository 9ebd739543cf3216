import { Alert, Button, Group, Loader, Progress, Stack, Text } from '@mantine/core';
import type { AccountState } from '../../server/contract/state.ts';
import { useReadyState } from '../host/host-context.tsx';
import { useCommand } from '../host/use-command.ts';
import { words } from '../words.ts';
import { Prose } from './prose.tsx';
import { SignIn } from './sign-in.tsx';

/** Who is signed in to the engine, and signing in and out. */
export function Account() {
  const { account } = useReadyState();
  switch (account.kind) {
    case 'unknown':
      return (
        <Group gap="xs">
          <Loader size="xs" />
          <Text c="dimmed">{words.account.unknown}</Text>
        </Group>
      );
    case 'unreadable':
      return <Unreadable problem={account.problem} />;
    case 'not-needed':
      return <Text>{words.account.notNeeded}</Text>;
    case 'signed-in':
      return <SignedIn account={account} />;
    case 'signed-out':
    case 'signing-in':
      return <SignIn account={account} />;
  }
}

function Unreadable({ problem }: { problem: string }) {
  const [read, isReading] = useCommand('read-account');
  return (
    <Alert color="yellow" title={words.account.unreadable}>
      <Text mb="xs">
        <Prose>{problem}</Prose>
      </Text>
      <Button variant="default" loading={isReading} onClick={() => read({})}>
        {words.retry}
      </Button>
    </Alert>
  );
}

function SignedIn({ account }: { account: Extract<AccountState, { kind: 'signed-in' }> }) {
  const [signOut, isSigningOut] = useCommand('sign-out');
  const { as, plan, usage } = account;
  return (
    <Stack gap="sm" align="flex-start">
      <Text>{words.account.signedInAs(as, plan)}</Text>
      {usage && (
        <Stack gap={4} w="100%" maw={360}>
          <Text size="xs" c="dimmed">
            {words.status.usage(usage.usedPercent)}
            {usage.resetsAt && words.account.resets(words.time.moment(usage.resetsAt))}
          </Text>
          <Progress
            value={usage.usedPercent}
            color={usage.usedPercent >= 90 ? 'orange' : 'indigo'}
            aria-label={words.status.usage(usage.usedPercent)}
          />
        </Stack>
      )}
      <Button variant="default" loading={isSigningOut} onClick={() => signOut({})}>
        {words.account.signOut}
      </Button>
    </Stack>
  );
}
