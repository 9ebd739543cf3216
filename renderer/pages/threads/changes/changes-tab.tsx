import { Button, Group, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconFileDiff } from '@tabler/icons-react';
import { runningThreads } from '../../../../server/contract/selectors.ts';
import type { ThreadRow } from '../../../../server/contract/state.ts';
import type { ThreadChanges } from '../../../../server/contract/thread-changes.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { LoadProblem } from '../../../components/load-problem.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Shortcut } from '../../../components/shortcut.tsx';
import { useHost, useReadyState } from '../../../host/host-context.tsx';
import { useLoaded } from '../../../host/use-loaded.ts';
import { words } from '../../../words.ts';
import { BusyNote } from './busy-note.tsx';
import classes from './changes-tab.module.css';
import { ComparedNow } from './compared-now.tsx';
import { DiffLayout, useDiffLayout } from './diff-layout.tsx';
import { PatchChanges } from './patch-changes.tsx';
import { TurnSection } from './turn-section.tsx';
import { useUndo } from './undo-context.tsx';
import { useChangesKeys } from './use-changes-keys.ts';
import { useFocusCount } from './use-focus-count.ts';

const text = words.changes;

interface Props {
  readonly threadId: string;
  /** Absent for a thread of an earlier run. */
  readonly row: ThreadRow | undefined;
  /** The diff of the running turn's patches. */
  readonly liveDiff: string | undefined;
  /** The turn to show unfolded; the last one that changed something, if none is named. */
  readonly turn: number | undefined;
}

/** What each turn of a thread changed, the newest first, and the ways to take it back. */
export function ChangesTab({ threadId, row, liveDiff, turn }: Props) {
  const { ask } = useHost();
  const { threads } = useReadyState();
  const { doneCount } = useUndo();
  // The command line takes turns back too: what was shown may be old when the person returns.
  const focusCount = useFocusCount();
  const running = runningThreads(threads).map(({ id }) => id);
  const key = [threadId, row?.endedAt, row?.surprise?.turn, doneCount, focusCount, ...running].join(' ');
  const [loaded, reload] = useLoaded(() => ask('thread-changes', { threadId }), key);
  if (loaded.kind === 'loading') return <Rows />;
  if (loaded.kind === 'failed') return <LoadProblem error={loaded.error} onRetry={reload} />;
  return (
    <Turns threadId={threadId} changes={loaded.value} version={loaded.key} live={liveDiff} turn={turn} />
  );
}

interface TurnsProps {
  readonly threadId: string;
  readonly changes: ThreadChanges;
  readonly version: string;
  readonly live: string | undefined;
  readonly turn: number | undefined;
}

function Turns({ threadId, changes, version, live, turn }: TurnsProps) {
  const { turns, turnCount, redo, busyThread, keptUntil, coverage } = changes;
  const undo = useUndo();
  const layout = useDiffLayout();
  const open = turn ?? turns.find(hasSomething)?.number;
  const isBusy = busyThread !== undefined;
  const canUndo = turns.some(({ state }) => state.kind === 'kept' || state.kind === 'cut-off');
  const undoLast = () => undo.open({ kind: 'undo', threadId });
  const redoLast = () => undo.open({ kind: 'redo', threadId });
  useChangesKeys({
    onUndo: canUndo && !isBusy ? undoLast : undefined,
    onRedo: redo && !isBusy ? redoLast : undefined,
  });
  const [newest] = turns;
  // Checkpoints say nothing of these yet, or not at all.
  const isByPatches = !newest || newest.state.kind === 'running' || newest.state.kind === 'uncovered';
  const isRunning = newest?.state.kind === 'running';
  const ofPatches = { threadId, live, version, hint: isRunning ? text.patchesSoFar : text.patchesOnly };
  const patches = isByPatches && (
    <PatchChanges {...ofPatches}>{isRunning && <Text c="dimmed">{text.runningHint}</Text>}</PatchChanges>
  );
  if (!newest) {
    return (
      <Stack gap="sm">
        <PatchChanges {...ofPatches}>
          <EmptyState icon={IconFileDiff} title={text.none} hint={text.noneHint} />
        </PatchChanges>
      </Stack>
    );
  }
  return (
    <Stack gap="sm" className={classes.tab ?? ''}>
      {/* Why what follows cannot be used. */}
      {isBusy && <BusyNote threadId={busyThread} />}
      <Group gap="xs">
        {canUndo && (
          <Button
            variant="default"
            disabled={isBusy}
            leftSection={<IconArrowBackUp size={14} />}
            rightSection={<Shortcut keys="mod+z" />}
            onClick={undoLast}
          >
            {text.undoLast}
          </Button>
        )}
        {redo && (
          <Button
            variant="default"
            disabled={isBusy}
            leftSection={<IconArrowForwardUp size={14} />}
            rightSection={<Shortcut keys="mod+shift+z" />}
            onClick={redoLast}
          >
            {text.redo(redo.turns)}
          </Button>
        )}
        {/* The patches of a running turn have their own. */}
        {!isRunning && (
          <Group ml="auto">
            <DiffLayout layout={layout} />
          </Group>
        )}
      </Group>
      <ComparedNow threadId={threadId} version={version} layout={layout} />
      {turns.map((one) => (
        <TurnSection
          key={one.number}
          threadId={threadId}
          turn={one}
          version={version}
          layout={layout}
          isOpenAtFirst={one.number === open || one.state.kind === 'running'}
          isWanted={one.number === turn}
          isBusy={isBusy}
          later={turns.filter(({ number, state }) => number > one.number && state.kind !== 'undone').length}
        >
          {one === newest && patches}
        </TurnSection>
      ))}
      {turnCount > turns.length && <Text c="dimmed">{text.earlierTurns(turnCount - turns.length)}</Text>}
      <Text size="xs" c="dimmed">
        {keptUntil !== undefined && text.keptUntil(words.time.day(keptUntil), coverage.maxMegabytes)}{' '}
        {text.counts(coverage.skippedFolders, coverage.maxFileBytes)}
      </Text>
    </Stack>
  );
}

function hasSomething({ state }: ThreadChanges['turns'][number]): boolean {
  return state.kind === 'kept' ? state.fileCount > 0 : state.kind !== 'undone';
}
