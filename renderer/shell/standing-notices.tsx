import { Button } from '@mantine/core';
import { runsDemo } from '../../server/contract/selectors.ts';
import { useReadyState } from '../host/host-context.tsx';
import { useCommand } from '../host/use-command.ts';
import { useNavigation } from '../navigation.tsx';
import { words } from '../words.ts';
import { ConfigNotice } from './config-notice.tsx';
import { LeftNotice } from './left-notice.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { SilentNotice } from './silent-notice.tsx';

/**
 * Notices that stay until the problem is fixed: nobody is signed in, the server could not start, config.toml is
 * broken, a turn has lost its client, or nothing is heard of it.
 */
export function StandingNotices() {
  const { account, server, threads, configProblem } = useReadyState();
  const { place, go } = useNavigation();
  const [start, isStarting] = useCommand('start-server');
  const isDemo = runsDemo(server);
  const settings =
    place.page === 'settings' ? undefined : (
      <Button size="compact-xs" variant="default" onClick={() => go({ page: 'settings' })}>
        {words.pages.settings}
      </Button>
    );
  return (
    <>
      {server.kind === 'error' && (
        <NoticeBar level="error" text={`${server.summary} ${server.fix}`}>
          <Button size="compact-xs" variant="default" loading={isStarting} onClick={() => start({})}>
            {words.retry}
          </Button>
          {settings}
        </NoticeBar>
      )}
      {configProblem && place.page !== 'remotes' && <ConfigNotice problem={configProblem} />}
      {threads.map(
        (thread) => thread.left && <LeftNotice key={thread.id} thread={thread} left={thread.left} />,
      )}
      {threads.map(
        (thread) =>
          thread.silentSince !== undefined && (
            <SilentNotice key={thread.id} thread={thread} since={thread.silentSince} />
          ),
      )}
      {account.kind === 'signed-out' && !isDemo && (
        <NoticeBar level="warning" text={words.notices.signedOut}>
          {settings}
        </NoticeBar>
      )}
    </>
  );
}
