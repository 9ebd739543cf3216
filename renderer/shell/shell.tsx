import { useEffect } from 'react';
import { hashOf } from '../../server/contract/places.ts';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { useHost, useReadyState } from '../host/host-context.tsx';
import { useNavigation } from '../navigation.tsx';
import { ActivityPage } from '../pages/activity/activity-page.tsx';
import { ClientsPage } from '../pages/clients/clients-page.tsx';
import { FirstRunPage } from '../pages/first-run/first-run-page.tsx';
import { InboxPage } from '../pages/inbox/inbox-page.tsx';
import { RemotesPage } from '../pages/remotes/remotes-page.tsx';
import { RulesPage } from '../pages/rules/rules-page.tsx';
import { SettingsPage } from '../pages/settings/settings-page.tsx';
import { UndoProvider } from '../pages/threads/changes/undo-context.tsx';
import { ThreadSearchProvider } from '../pages/threads/find/thread-search.tsx';
import { ThreadActionsProvider } from '../pages/threads/thread-actions.tsx';
import { ThreadsPage } from '../pages/threads/threads-page.tsx';
import { ConditionBanner } from './condition-banner.tsx';
import { Palette } from './palette.tsx';
import classes from './shell.module.css';
import { Sidebar } from './sidebar.tsx';
import { StatusBar } from './status-bar.tsx';
import { useIntroduction } from './use-introduction.ts';
import { usePageShortcuts } from './use-page-shortcuts.ts';

/** The frame around every page: pages on the left, status below. */
export function Shell() {
  const { store } = useHost();
  const { place, go } = useNavigation();
  const { isIntroducing, leave } = useIntroduction(useReadyState());
  usePageShortcuts();
  useEffect(() => store.onOpen(go), [store, go]);
  // It replaces the inbox; every other page, and an opened question, can still be reached.
  const isIntroductionShown = isIntroducing && place.page === 'inbox' && place.approvalId === undefined;

  return (
    <UndoProvider>
      <ThreadSearchProvider>
        <ThreadActionsProvider>
          <div className={classes.frame}>
            <Sidebar />
            <div className={classes.content}>
              <ConditionBanner isIntroducing={isIntroductionShown} />
              <main className={classes.page}>
                <ErrorBoundary place={hashOf(place)}>
                  {isIntroductionShown ? <FirstRunPage onDone={leave} /> : <CurrentPage />}
                </ErrorBoundary>
              </main>
            </div>
            <StatusBar />
            <Palette />
          </div>
        </ThreadActionsProvider>
      </ThreadSearchProvider>
    </UndoProvider>
  );
}

function CurrentPage() {
  const { place } = useNavigation();
  switch (place.page) {
    case 'inbox':
      return <InboxPage openId={place.approvalId} />;
    case 'threads':
      return <ThreadsPage place={place} />;
    case 'clients':
      return <ClientsPage />;
    case 'remotes':
      return <RemotesPage openName={place.remote} />;
    case 'rules':
      return <RulesPage openId={place.rule} />;
    case 'activity':
      return <ActivityPage tab={place.tab ?? 'decisions'} />;
    case 'settings':
      return <SettingsPage />;
  }
}
