import {
  Spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
  useSpotlight,
} from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { describeSubject } from '../../server/contract/describe-subject.ts';
import { isQuiet, quietFor, quietSpans } from '../../server/contract/notifications.ts';
import { pageNames } from '../../server/contract/places.ts';
import { runningThreads, shownStateOf, waitingCards } from '../../server/contract/selectors.ts';
import { deniedByStop, stopText } from '../../server/contract/stop-everything.ts';
import { makeVisible } from '../../server/contract/visible.ts';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { useFocusBeforeLayer } from '../components/focus-before.tsx';
import { Shortcut } from '../components/shortcut.tsx';
import { useHost, useReadyState } from '../host/host-context.tsx';
import { useNavigation } from '../navigation.tsx';
import { useUndo } from '../pages/threads/changes/undo-context.tsx';
import { useThreadActions } from '../pages/threads/thread-actions.tsx';
import { words } from '../words.ts';
import classes from './palette.module.css';
import { usePalette } from './palette-context.tsx';
import { usePaletteList } from './use-palette-list.ts';

const MAX_EACH = 20;

/** All actions and places, found by typing. Nothing can be approved from here. */
export function Palette() {
  const { run } = useHost();
  const { place, go } = useNavigation();
  const { open: openUndo } = useUndo();
  const actions = useThreadActions();
  const { store } = usePalette();
  const { field, ref } = usePaletteList();
  useFocusBeforeLayer(useSpotlight(store).opened);
  const [isStopping, setStopping] = useState(false);
  const { server, inbox, threads, remotes, engine, settings } = useReadyState();

  const pages: SpotlightActionData[] = pageNames.map((page, index) => ({
    id: `page-${page}`,
    label: words.pages[page],
    rightSection: <Shortcut keys={`mod+${index + 1}`} />,
    dimmedSections: false,
    onClick: () => go({ page }),
  }));
  const questions = waitingCards(inbox).slice(0, MAX_EACH);
  const running = runningThreads(threads);
  const denied = deniedByStop(inbox);

  const commands: SpotlightActionData[] = [];
  const add = (id: string, label: string, onClick: () => void) => commands.push({ id, label, onClick });
  const threadId = place.page === 'threads' ? place.threadId : undefined;
  if (threadId !== undefined) {
    add('undo', words.changes.palette, () => openUndo({ kind: 'undo', threadId }));
  }
  const { shown } = actions;
  if (shown) {
    const { id, isArchived, isBusy, isOfOthers } = shown;
    add('copy-thread', words.palette.copyThread, () => actions.copyMarkdown(id));
    if (!isArchived) add('rename-thread', words.palette.renameThread, () => actions.rename(shown));
    if (!isArchived && !isBusy && !isOfOthers)
      add('fork-thread', words.palette.forkThread, () => actions.fork(id));
    if (!isBusy)
      add('archive-thread', isArchived ? words.palette.unarchiveThread : words.palette.archiveThread, () =>
        actions.archive(id, !isArchived),
      );
  }
  if (server.kind === 'running') {
    add('copy-address', words.palette.copyAddress, () => run('copy', { text: server.url }));
    add('pause', server.isPaused ? words.palette.resume : words.palette.pause, () =>
      run('pause-turns', { isPaused: !server.isPaused }),
    );
  } else {
    add('start', words.palette.startServer, () => run('start-server', {}));
  }
  if (running.length > 0 || denied.length > 0)
    add('deny-and-stop-all', words.palette.denyAndStop, () => setStopping(true));
  if (engine.kind !== 'idle')
    add('restart-engine', words.palette.restartEngine, () => run('restart-engine', {}));
  const { doNotDisturb } = settings;
  if (isQuiet(doNotDisturb, Date.now()))
    add('end-quiet', words.notifications.endQuiet, () =>
      run('change-settings', { changes: { doNotDisturb: { kind: 'off' } } }),
    );
  else
    for (const span of quietSpans)
      add(`quiet-${span}`, words.palette.quiet(words.notifications.spans[span]), () =>
        run('change-settings', { changes: { doNotDisturb: quietFor(span, Date.now()) } }),
      );
  add('quit', words.palette.quit, () => run('quit', {}));

  const groups: SpotlightActionGroupData[] = [
    // What waits for the person comes first.
    {
      group: words.palette.questions,
      actions: questions.map(({ id, subject, folder, who, title }) => {
        const { question, summary } = describeSubject(subject, folder);
        return {
          id: `card-${id}`,
          label: `${question} ${summary}`,
          description: `${who} · ${title}`,
          onClick: () => go({ page: 'inbox', approvalId: id }),
        };
      }),
    },
    { group: words.palette.pages, actions: pages },
    {
      group: words.palette.threads,
      actions: threads
        .filter(({ isArchived }) => !isArchived)
        .slice(0, MAX_EACH)
        .map(({ id, title, who, folder }) => ({
          id: `thread-${id}`,
          label: title,
          description: `${who} · ${folder}`,
          onClick: () => go({ page: 'threads', threadId: id }),
        })),
    },
    {
      group: words.palette.remotes,
      actions: remotes.map((remote) => {
        const { name, where = '' } = remote;
        return {
          id: `remote-${name}`,
          label: makeVisible(name),
          description: makeVisible([words.remotes.states[shownStateOf(remote)], where].join(' · ')),
          onClick: () => go({ page: 'remotes', remote: name }),
        };
      }),
    },
    { group: words.palette.commands, actions: commands },
  ];
  return (
    <>
      <ConfirmDialog
        isOpen={isStopping}
        title={words.palette.stopTitle}
        text={stopText(denied.length, running.length)}
        action={words.palette.stopAction}
        onClose={() => setStopping(false)}
        onConfirm={() => run('deny-and-stop-all', {})}
      />
      <Spotlight
        store={store}
        actions={groups.filter(({ actions }) => actions.length > 0).map(asOptions)}
        scrollAreaProps={{ ref, role: 'listbox', 'aria-label': words.status.palette }}
        shortcut={null}
        returnFocus={false}
        scrollable
        classNames={{ action: classes.action ?? '' }}
        overlayProps={{ blur: 0 }}
        attributes={{ content: { 'aria-label': words.status.palette } }}
        // What is typed stays in its place while the list below it gets shorter.
        centered={false}
        yOffset="10dvh"
        maxHeight={420}
        highlightQuery
        nothingFound={words.palette.nothing}
        searchProps={{
          leftSection: <IconSearch size={16} />,
          placeholder: words.palette.search,
          'aria-label': words.palette.search,
          ...field,
        }}
      />
    </>
  );
}

/** What the arrow keys go through, for a screen reader. */
function asOptions({ group, actions }: SpotlightActionGroupData): SpotlightActionGroupData {
  return { group, actions: actions.map((action) => ({ ...action, role: 'option' })) };
}
