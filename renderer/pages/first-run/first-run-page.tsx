import { Button, Group, Text, Title } from '@mantine/core';
import { IconCircle, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { isWaiting, runsDemo } from '../../../server/contract/selectors.ts';
import { Account } from '../../components/account.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import { ConnectDialog } from '../clients/connect-dialog.tsx';
import { Check } from './check.tsx';
import { checksOf } from './checks.ts';
import classes from './first-run-page.module.css';

const text = words.firstRun;

/** The first five minutes: three checks that turn green automatically. */
export function FirstRunPage({ onDone }: { onDone: () => void }) {
  const state = useReadyState();
  const { go } = useNavigation();
  const [startDemo, isStarting] = useCommand('start-server');
  const [isConnecting, setConnecting] = useState(false);
  const { server, inbox } = state;
  const checks = checksOf(state);
  const waiting = inbox.find(isWaiting);
  const isDemo = runsDemo(server);
  return (
    <div className={classes.page}>
      <div className={classes.content}>
        <Title order={1} className={classes.title ?? ''}>
          {text.title}
        </Title>
        <Text c="dimmed" mb="lg">
          {text.intro}
        </Text>
        <Check number={1} title={text.signIn} status={checks.signIn} done={signedInText(state)}>
          <Account />
          {!isDemo && (
            <Group gap="xs" mt="sm">
              <Text c="dimmed">{text.orDemo}</Text>
              <Button variant="default" loading={isStarting} onClick={() => startDemo({ isDemo: true })}>
                {text.demo}
              </Button>
            </Group>
          )}
        </Check>
        <Check number={2} title={text.connect} status={checks.connect} done={connectedText(state)}>
          <Text c="dimmed" mb="xs">
            {text.connectHint}
          </Text>
          {/* One step is next. */}
          <Button
            variant={checks.connect === 'current' ? 'filled' : 'default'}
            onClick={() => setConnecting(true)}
          >
            {words.clients.connect}
          </Button>
        </Check>
        <Check number={3} title={text.ask} status={checks.ask} done={text.asked}>
          <Group gap="xs">
            <Text>“{text.prompt}”</Text>
            <CopyButton text={text.prompt} label={text.copyPrompt} />
          </Group>
          <ul className={classes.steps}>
            {checks.steps.map(({ name, isDone }) => (
              <li key={name} data-done={isDone || undefined}>
                {isDone ? (
                  <IconCircleCheck size={15} aria-label={text.isDone} />
                ) : (
                  <IconCircle size={15} aria-hidden />
                )}
                {text.steps[name]}
              </li>
            ))}
          </ul>
          {waiting && (
            <Button
              variant={checks.ask === 'current' ? 'filled' : 'default'}
              onClick={() => go({ page: 'inbox', approvalId: waiting.id })}
            >
              {text.look}
            </Button>
          )}
        </Check>
        <Group justify="space-between" mt="lg">
          <Text size="xs" c="dimmed">
            {text.nothingHome}
          </Text>
          <Button variant={checks.isComplete ? 'filled' : 'default'} onClick={onDone}>
            {checks.isComplete ? text.done : text.skip}
          </Button>
        </Group>
      </div>
      {isConnecting && <ConnectDialog suggestedName="" onClose={() => setConnecting(false)} />}
    </div>
  );
}

function signedInText({ account, server }: ReturnType<typeof useReadyState>): string {
  if (runsDemo(server)) return text.demoRuns;
  return account.kind === 'signed-in'
    ? words.account.signedInAs(account.as, account.plan)
    : words.account.notNeeded;
}

function connectedText({ clients }: ReturnType<typeof useReadyState>): string {
  return text.connected(clients[0]?.name ?? '');
}
