import { useLocalStorage } from '@mantine/hooks';
import { useEffect } from 'react';
import { useHost, useReadyState } from '../host/host-context.tsx';
import { useNavigation } from '../navigation.tsx';
import { ActivityPage } from '../pages/activity/activity-page.tsx';
import { ClientsPage } from '../pages/clients/clients-page.tsx';
import { FirstRunPage } from '../pages/first-run/first-run-page.tsx';
import { InboxPage } from '../pages/inbox/inbox-page.tsx';
import { RemotesPage } from '../pages/remotes/remotes-page.tsx';
import { SettingsPage } from '../pages/settings/settings-page.tsx';
import { ThreadsPage } from '../pages/threads/threads-page.tsx';
import { Notices } from './notices.tsx';
import { Palette } from './palette.tsx';
import classes from './shell.module.css';
import { Sidebar } from './sidebar.tsx';
import { StatusBar } from './status-bar.tsx';
import { usePageShortcuts } from './use-page-shortcuts.ts';

/** The frame around every page: pages at the left, status below. */
export function Shell() {
  const { store } = useHost();
  const { go } = useNavigation();
  const { clients, threads, inbox } = useReadyState();
  const [isIntroduced, setIntroduced] = useLocalStorage({
    key: 'is-introduced',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  usePageShortcuts();
  useEffect(() => store.onOpen(go), [store, go]);
  const isNew = clients.length === 0 && threads.length === 0 && inbox.length === 0;
  // Once shown it stays until the person leaves it: its checks turn green while the first client connects.
  useEffect(() => {
    if (!isIntroduced && !isNew && !sessionStorage.getItem('is-introducing')) setIntroduced(true);
    if (isNew) sessionStorage.setItem('is-introducing', 'yes');
  }, [isIntroduced, isNew, setIntroduced]);
  const isIntroducing = !isIntroduced && (isNew || sessionStorage.getItem('is-introducing') === 'yes');

  return (
    <div className={classes.frame}>
      <Sidebar />
      <div className={classes.content}>
        <Notices />
        <main className={classes.page}>
          {isIntroducing ? <FirstRunPage onDone={() => setIntroduced(true)} /> : <CurrentPage />}
        </main>
      </div>
      <StatusBar />
      <Palette />
    </div>
  );
}

function CurrentPage() {
  const { place } = useNavigation();
  switch (place.page) {
    case 'inbox':
      return <InboxPage openId={place.approvalId} />;
    case 'threads':
      return <ThreadsPage openId={place.threadId} />;
    case 'clients':
      return <ClientsPage />;
    case 'remotes':
      return <RemotesPage />;
    case 'activity':
      return <ActivityPage />;
    case 'settings':
      return <SettingsPage />;
  }
}
