import { Stack, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { FileNow } from '../../../../server/contract/thread-changes.ts';
import { makeVisibleInLine } from '../../../../server/contract/visible.ts';
import { LoadProblem } from '../../../components/load-problem.tsx';
import { Rows } from '../../../components/rows.tsx';
import { useHost } from '../../../host/host-context.tsx';
import { useLoaded } from '../../../host/use-loaded.ts';
import { words } from '../../../words.ts';
import { LazyDiff } from './lazy-diff.tsx';
import { PathList } from './path-list.tsx';
import classes from './turn-section.module.css';

const text = words.changes.now;
const letters = { changed: 'M', gone: 'D', back: 'A' } as const;
const kinds = { changed: 'update', gone: 'delete', back: 'add' } as const;

interface Props {
  readonly threadId: string;
  readonly version: string;
  readonly layout: 'unified' | 'split';
}

/** What the thread changed, and what has become of it since. Looked at when it is unfolded. */
export function ComparedNow(props: Props) {
  const [isOpen, setOpen] = useState(false);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <section className={classes.turn} aria-label={text.title}>
      <div className={classes.head}>
        <UnstyledButton className={classes.toggle} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <Chevron size={16} aria-hidden className={classes.chevron} />
          <Text component="h2" fw={600}>
            {text.title}
          </Text>
        </UnstyledButton>
      </div>
      {isOpen && <Files {...props} />}
    </section>
  );
}

function Files({ threadId, version, layout }: Props) {
  const { ask } = useHost();
  const [loaded, reload] = useLoaded(() => ask('files-now', { threadId }), version);
  if (loaded.kind === 'loading') return <Rows />;
  if (loaded.kind === 'failed') return <LoadProblem error={loaded.error} onRetry={reload} />;
  const { files, fileCount, uncoveredTurns } = loaded.value;
  const different = files.filter(isDifferent);
  const same = files.filter((file) => !isDifferent(file));
  const gone = different.filter(({ now }) => now === 'gone').length;
  return (
    <Stack gap={6} className={classes.body ?? ''}>
      <Text c="dimmed" role="status">
        {files.length === 0
          ? text.none
          : text.summary({ same: same.length, changed: different.length - gone, gone })}
      </Text>
      {different.map(({ path, now }) => (
        <LazyDiff
          key={path}
          name={makeVisibleInLine(path)}
          letter={letters[now]}
          does={text.states[now]}
          kind={kinds[now]}
          layout={layout}
          version={version}
          isOpenAtFirst={false}
          marks={
            <Text component="span" size="xs" c="dimmed">
              {text.states[now]}
            </Text>
          }
          load={() => ask('file-now-text', { threadId, path })}
        />
      ))}
      <PathList label={text.asLeft} paths={same.map(({ path }) => path)} />
      {fileCount > files.length && <Text c="dimmed">{text.notListed(fileCount - files.length)}</Text>}
      {uncoveredTurns > 0 && <Text c="dimmed">{text.uncovered(uncoveredTurns)}</Text>}
    </Stack>
  );
}

function isDifferent(file: FileNow): file is FileNow & { now: keyof typeof letters } {
  return file.now === 'changed' || file.now === 'gone' || file.now === 'back';
}
