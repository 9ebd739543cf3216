import { Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { CodeText } from '../../components/code-text.tsx';
import { Ago } from '../../components/elapsed.tsx';
import { Markdown } from '../../components/markdown.tsx';
import { Prose } from '../../components/prose.tsx';
import { useHost } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';
import { words } from '../../words.ts';
import { OwnOptions } from './own-options.tsx';
import { SelfCheck } from './self-check.tsx';
import { SignInBar } from './sign-in-bar.tsx';

const text = words.remotes.about;

/** A remote's kind, how it is reached, and how it has been used. */
export function AboutTab({ remote }: { remote: RemoteRow }) {
  const { ask } = useHost();
  const { name, status, transport, where, credential, calls, failedCalls, lastUsedAt, lastError } = remote;
  const [loaded] = useLoaded(() => ask('remote-about', { name }), `${name} ${status.kind}`);
  const about = loaded.kind === 'ready' ? loaded.value : undefined;
  const lastUsed = lastUsedAt === undefined ? text.never : <Ago at={lastUsedAt} />;
  const failure = lastError && (
    <>
      <Ago at={lastError.at} />: <Prose>{lastError.text}</Prose>
    </>
  );
  return (
    <Stack gap="md" maw={760}>
      {where !== undefined && (
        <div>
          <Text size="xs" c="dimmed" mb={4}>
            {transport === 'http' ? text.address : text.command}
          </Text>
          <CodeText text={where} language="bash" label={transport === 'http' ? text.address : text.command} />
        </div>
      )}
      <Table withRowBorders={false} verticalSpacing={4} layout="fixed">
        <Table.Tbody>
          <Fact label={text.credential}>{credential?.why}</Fact>
          <Fact label={text.server}>{about?.server && `${about.server} ${about.version ?? ''}`}</Fact>
          <Fact label={text.protocol}>{about?.protocol}</Fact>
          <Fact label={text.capabilities}>{about?.capabilities?.join(', ')}</Fact>
          <Fact label={text.calls}>{words.remotes.calls(calls, failedCalls)}</Fact>
          <Fact label={text.lastUsed}>{lastUsed}</Fact>
          <Fact label={text.lastError}>{failure}</Fact>
          <Fact label={text.required}>{remote.isRequired && text.requiredHint}</Fact>
        </Table.Tbody>
      </Table>
      {remote.signIn && (
        <div>
          <Text size="xs" c="dimmed" mb={4}>
            {words.remotes.signIn.label}
          </Text>
          <SignInBar remote={remote} />
        </div>
      )}
      {(status.kind === 'ready' || status.kind === 'idle') && <SelfCheck remote={remote} />}
      <OwnOptions remote={remote} />
      {about?.instructions && (
        <div>
          <Text size="xs" c="dimmed" mb={4}>
            {text.instructions}
          </Text>
          <Markdown>{makeVisible(about.instructions)}</Markdown>
        </div>
      )}
    </Stack>
  );
}

/** Renders nothing if there is nothing to say. */
function Fact({ label, children }: { label: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <Table.Tr>
      <Table.Th w={120} c="dimmed" fw={400} style={{ verticalAlign: 'top' }}>
        {label}
      </Table.Th>
      <Table.Td style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {typeof children === 'string' ? <Prose>{children}</Prose> : children}
      </Table.Td>
    </Table.Tr>
  );
}
