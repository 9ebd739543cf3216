import { Button, Group, Stack, Text } from '@mantine/core';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';

const text = words.remotes.signIn;

/** Who is signed in to a remote, or that its token is kept, and buttons for both. Renders nothing if another credential applies. */
export function SignInBar({ remote: { name, signIn, credential } }: { remote: RemoteRow }) {
  const { run } = useHost();
  const [begin] = useCommand('sign-in-remote');
  const [signOut, isSigningOut] = useCommand('sign-out-remote');
  if (credential?.kind === 'stored-headers') {
    return (
      <Group gap="xs">
        <Text>{text.keptHeaders}</Text>
        <Button variant="default" loading={isSigningOut} onClick={() => signOut({ name })}>
          {text.forget}
        </Button>
      </Group>
    );
  }
  if (!signIn) return null;
  const beginButton = (label: string) => (
    <Button variant={signIn.kind === 'signed-in' ? 'default' : 'filled'} onClick={() => begin({ name })}>
      {label}
    </Button>
  );
  switch (signIn.kind) {
    case 'none':
      return (
        <Group gap="xs">
          <Text>{text.none}</Text>
          {beginButton(text.signIn)}
        </Group>
      );
    case 'needs-sign-in':
      return <Group>{beginButton(text.signIn)}</Group>;
    case 'signing-in':
      return (
        <Group gap="xs">
          <Text>{text.waiting}</Text>
          <Button variant="default" onClick={() => run('cancel-remote-sign-in', { name })}>
            {words.cancel}
          </Button>
        </Group>
      );
    case 'signed-in':
      return (
        <Stack gap="xs">
          <Text style={{ overflowWrap: 'anywhere' }}>
            {makeVisible(text.as(signIn.account, signIn.issuer))}
            {signIn.until !== undefined && `, ${text.until(words.time.moment(signIn.until))}`}
          </Text>
          {signIn.kept === 'memory' && <InMemory />}
          <Group gap="xs">
            {beginButton(text.again)}
            <Button variant="default" loading={isSigningOut} onClick={() => signOut({ name })}>
              {text.signOut}
            </Button>
          </Group>
        </Stack>
      );
  }
}

/** A choice only the person can make: a file that their other programs can read. */
function InMemory() {
  const { settings } = useReadyState();
  const { run } = useHost();
  if (settings.secrets.store === 'file') return null;
  return (
    <Group gap="xs">
      <Text size="xs" c="dimmed">
        {text.inMemory}
      </Text>
      <Button
        variant="default"
        size="compact-xs"
        onClick={() => run('change-settings', { changes: { secrets: { store: 'file' } } })}
      >
        {text.keepInFile}
      </Button>
    </Group>
  );
}
