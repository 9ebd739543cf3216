import { Button, Stack, Text } from '@mantine/core';
import type { TurnFile } from '../../../../server/contract/thread-changes.ts';
import { makeVisibleInLine } from '../../../../server/contract/visible.ts';
import { DiffCounts } from '../../../components/diff-counts.tsx';
import { LoadProblem } from '../../../components/load-problem.tsx';
import { Rows } from '../../../components/rows.tsx';
import { useHost } from '../../../host/host-context.tsx';
import { useLoaded } from '../../../host/use-loaded.ts';
import { words } from '../../../words.ts';
import { WhoWrote } from '../who-wrote.tsx';
import { LazyDiff } from './lazy-diff.tsx';
import { PathList } from './path-list.tsx';
import { useUndo } from './undo-context.tsx';
import { useBounded } from './use-bounded.ts';

const text = words.changes;
const kinds = {
  created: 'add',
  changed: 'update',
  deleted: 'delete',
  renamed: 'update',
  mode: 'update',
} as const;
/** With more files, all are folded. */
const MAX_OPEN = 5;
const NOTHING: readonly TurnFile[] = [];

interface Props {
  readonly threadId: string;
  readonly turn: number;
  readonly version: string;
  readonly layout: 'unified' | 'split';
  readonly canUndo: boolean;
  readonly isBusy: boolean;
}

/** The files that a turn changed. @param props.leftOut paths that were not stored */
export function TurnFiles(props: Props & { leftOut: readonly string[] }) {
  const { threadId, turn, version, leftOut, ...shared } = props;
  const { ask } = useHost();
  const [loaded, reload] = useLoaded(() => ask('changed-files', { threadId, turn }), version);
  const { files, fileCount, byOthers } =
    loaded.kind === 'ready' ? loaded.value : { files: NOTHING, fileCount: 0, byOthers: [] };
  const { shown, restCount, showMore } = useBounded(files);
  if (loaded.kind === 'loading') return <Rows />;
  if (loaded.kind === 'failed') return <LoadProblem error={loaded.error} onRetry={reload} />;
  return (
    <Stack gap={6}>
      {/* What undo leaves alone, before what it takes back. */}
      <PathList label={text.byOthers} paths={byOthers} />
      <PathList label={text.leftOut} paths={leftOut} />
      {files.length === 0 && <Text c="dimmed">{text.none}</Text>}
      {shown.map((file) => (
        <File
          key={file.path}
          {...shared}
          threadId={threadId}
          turn={turn}
          file={file}
          version={version}
          isOpenAtFirst={files.length <= MAX_OPEN}
        />
      ))}
      {restCount > 0 && (
        <Button variant="default" onClick={showMore}>
          {text.more(restCount)}
        </Button>
      )}
      {fileCount > files.length && restCount === 0 && (
        <Text c="dimmed">{text.notListed(fileCount - files.length)}</Text>
      )}
      <div>
        <WhoWrote threadId={threadId} files={files.filter(hasLines).map(({ path }) => path)} />
      </div>
    </Stack>
  );
}

function hasLines({ what, change }: TurnFile): boolean {
  return what === 'file' && change !== 'deleted';
}

function File(props: Props & { file: TurnFile; isOpenAtFirst: boolean }) {
  const { threadId, turn, file, version, layout, isOpenAtFirst, canUndo, isBusy } = props;
  const { ask } = useHost();
  const { open } = useUndo();
  const { path, movedFrom, change, isUndone } = file;
  const visible = makeVisibleInLine(path);
  const files = movedFrom === undefined ? [path] : [path, movedFrom];
  return (
    <LazyDiff
      name={movedFrom === undefined ? visible : text.renamedFrom(makeVisibleInLine(movedFrom), visible)}
      letter={text.letters[change]}
      does={text.kinds[change]}
      kind={kinds[change]}
      layout={layout}
      version={version}
      isOpenAtFirst={isOpenAtFirst && (change === 'created' || change === 'changed' || change === 'deleted')}
      marks={<Marks file={file} />}
      action={
        canUndo &&
        !isUndone && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            disabled={isBusy}
            aria-label={text.undoFileNamed(visible)}
            onClick={() => open({ kind: 'undo', threadId, turn, files })}
          >
            {text.undoFile}
          </Button>
        )
      }
      load={() => ask('changed-text', { threadId, turn, path })}
    />
  );
}

function Marks({ file: { what, mode, added, removed, isUndone } }: { file: TurnFile }) {
  const notes = [
    text.whats[what],
    mode ? text.mode(mode.before, mode.after) : '',
    isUndone ? text.fileUndone : '',
  ].filter(Boolean);
  return (
    <>
      {notes.length > 0 && (
        <Text component="span" size="xs" c="dimmed">
          {notes.join(', ')}
        </Text>
      )}
      {added !== undefined && removed !== undefined && added + removed > 0 && (
        <DiffCounts added={added} removed={removed} />
      )}
    </>
  );
}
