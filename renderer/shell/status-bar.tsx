import { Badge, Button, Text } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { HostState } from '../../server/contract/state.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { Shortcut } from '../components/shortcut.tsx';
import { useReadyState } from '../host/host-context.tsx';
import { useCommand } from '../host/use-command.ts';
import { words } from '../words.ts';
import { usePalette } from './palette-context.tsx';
import { QuietState } from './quiet-state.tsx';
import classes from './status-bar.module.css';

/** What holds everywhere, and what was just done (`components/notices.tsx`). A failure appears above the page. */
export function StatusBar() {
  const { server, engine, account } = useReadyState();
  const palette = usePalette();
  return (
    <footer className={classes.bar}>
      <Server server={server} />
      <Notifications
        withinPortal={false}
        position="top-right"
        limit={3}
        transitionDuration={0}
        classNames={{ root: classes.notices ?? '', notification: classes.notice ?? '' }}
      />
      <QuietState />
      {account.kind === 'signed-in' && account.usage && <Usage usage={account.usage} />}
      <Text
        component="span"
        size="xs"
        className={classes.fact ?? ''}
        c={engine.kind === 'failed' ? 'var(--pb-danger)' : 'dimmed'}
      >
        {engineText(engine)}
      </Text>
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        rightSection={<Shortcut keys="mod+k" />}
        onClick={palette.open}
      >
        {words.status.palette}
      </Button>
    </footer>
  );
}

function Server({ server }: { server: HostState['server'] }) {
  const [start, isStarting] = useCommand('start-server');
  const [pause, isChanging] = useCommand('pause-turns');
  switch (server.kind) {
    case 'stopped':
      return (
        <>
          <State tone="off">{words.status.stopped}</State>
          <Button size="compact-xs" variant="default" loading={isStarting} onClick={() => start({})}>
            {words.status.start}
          </Button>
        </>
      );
    case 'starting':
      return <State tone="busy">{words.status.starting}</State>;
    case 'running':
      return (
        <>
          <State tone={server.isPaused ? 'warn' : 'good'}>
            <span className={classes.word}>
              {server.isPaused ? words.status.paused : words.status.running}
            </span>{' '}
            <b>{server.address}</b>
          </State>
          <CopyButton text={server.url} label={words.status.copyAddress} />
          {server.isPaused && (
            <Button
              size="compact-xs"
              variant="default"
              loading={isChanging}
              onClick={() => pause({ isPaused: false })}
            >
              {words.status.resume}
            </Button>
          )}
          {server.isDemo && <Badge color="teal">{words.status.demo}</Badge>}
        </>
      );
    case 'error':
      return <State tone="bad">{words.status.error}</State>;
  }
}

function State({ tone, children }: { tone: string; children: React.ReactNode }) {
  return (
    <span className={classes.state} role="status">
      <span className={classes.dot} data-tone={tone} aria-hidden />
      <span className={classes.text}>{children}</span>
    </span>
  );
}

function Usage({ usage }: { usage: { usedPercent: number; resetsAt?: number } }) {
  const { usedPercent, resetsAt } = usage;
  const at = resetsAt && words.time.ofDay(resetsAt);
  return (
    <Text
      component="span"
      size="xs"
      className={`${classes.fact} ${classes.usage}`}
      c={usedPercent >= 90 ? 'var(--pb-warn)' : 'dimmed'}
    >
      {at ? words.status.usageResets(usedPercent, at) : words.status.usage(usedPercent)}
    </Text>
  );
}

function engineText(engine: HostState['engine']): string {
  switch (engine.kind) {
    case 'idle':
      return words.status.engineIdle;
    case 'running':
      return words.status.engine(engine.version);
    case 'failed':
      return words.status.engineStopped;
  }
}
