import { Button, Text, Title } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { runningThreads } from '../../../server/contract/selectors.ts';
import type { HostState } from '../../../server/contract/state.ts';
import { useReadyState } from '../../host/host-context.tsx';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import { ConnectDialog } from '../clients/connect-dialog.tsx';
import { ThreadButton } from '../threads/thread-button.tsx';
import { ChangedToday } from './changed-today.tsx';
import { ConnectedClients } from './connected-clients.tsx';
import classes from './home.module.css';
import { LastDecisions } from './last-decisions.tsx';
import { NeedsAttention, NextStep } from './needs-attention.tsx';

const MOST_RUNNING = 5;
const MOST_RECENT = 3;
const text = words.home;

/** What there is to see while nothing waits for the person. */
export function Home() {
  const state = useReadyState();
  const { go } = useNavigation();
  const [isConnecting, setConnecting] = useState(false);
  const connect = () => setConnecting(true);
  const { threads, handledToday } = state;
  const running = runningThreads(threads);
  const waiting = threads.filter(({ state }) => state === 'waiting').toReversed();
  const recent = threads.filter(({ endedAt }) => endedAt !== undefined).slice(0, MOST_RECENT);
  const listed = (rows: HostState['threads']) =>
    rows.map((thread) => (
      <ThreadButton
        key={thread.id}
        thread={thread}
        sharedBy={undefined}
        isOpen={false}
        onOpen={(threadId) => go({ page: 'threads', threadId })}
      />
    ));
  return (
    <div className={classes.page}>
      <div className={classes.content}>
        <header className={classes.head}>
          <IconInbox size={28} stroke={1.25} aria-hidden />
          <div>
            <Title order={1}>{words.inbox.empty}</Title>
            <Text c="dimmed">
              {handledToday > 0 ? words.inbox.handledToday(handledToday) : words.inbox.emptyHint}
            </Text>
          </div>
        </header>
        <NextStep onConnect={connect} />
        <NeedsAttention />
        {running.length > 0 && (
          <Section title={text.running}>
            {listed(running.slice(0, MOST_RUNNING))}
            {running.length > MOST_RUNNING && (
              <Button variant="subtle" size="compact-sm" onClick={() => go({ page: 'threads' })}>
                {text.moreRunning(running.length - MOST_RUNNING)}
              </Button>
            )}
          </Section>
        )}
        {waiting.length > 0 && (
          <Section title={text.waiting}>{listed(waiting.slice(0, MOST_RUNNING))}</Section>
        )}
        {recent.length > 0 && <Section title={text.recent}>{listed(recent)}</Section>}
        <Section title={text.connected}>
          <ConnectedClients onConnect={connect} />
        </Section>
        {/* Last: they are loaded, and would push away what is below them. */}
        <ChangedToday />
        <LastDecisions />
      </div>
      {isConnecting && <ConnectDialog suggestedName="" onClose={() => setConnecting(false)} />}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2 className={classes.title}>{title}</h2>
      {children}
    </section>
  );
}
