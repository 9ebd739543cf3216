import { Text, UnstyledButton } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { words } from '../words.ts';
import { DiffCounts } from './diff-counts.tsx';
import classes from './file-diff.module.css';
import { LongDiff } from './long-diff.tsx';
import type { PatchFile } from './patch-files.ts';

/** Half of the window's code, which the first page does not need. */
const loadRichDiff = () => import('./rich-diff.tsx');
const RichDiff = lazy(loadRichDiff);
requestIdleCallback(() => void loadRichDiff());

/** Up to this length a diff is highlighted and can be split; a longer one is a plain, virtual list of its lines. */
const MAX_RICH_LINES = 500;
/** The height of a line, to reserve space for a diff that has not been visible yet. */
const LINE_PX = 19;

interface Props {
  readonly file: PatchFile;
  /** In place of its path. */
  readonly title?: string;
  readonly layout: 'unified' | 'split';
  readonly isFolded: boolean;
  readonly isCurrent: boolean;
  onToggle(): void;
}

export function FileDiff({ file, title, layout, isFolded, isCurrent, onToggle }: Props) {
  const name = title ?? pathOf(file);
  const Chevron = isFolded ? IconChevronRight : IconChevronDown;
  return (
    <section className={classes.file} data-current={isCurrent || undefined} aria-label={name}>
      <UnstyledButton className={classes.head} onClick={onToggle} aria-expanded={!isFolded}>
        <Chevron size={14} aria-hidden />
        <Text component="span" ff="monospace" size="xs" className={classes.name}>
          {name}
        </Text>
        {file.kind !== 'update' && (
          <Text component="span" size="xs" c="dimmed">
            {words.diff.kinds[file.kind]}
          </Text>
        )}
        <DiffCounts added={file.added} removed={file.removed} />
      </UnstyledButton>
      {!isFolded && <DiffBody file={file} layout={layout} />}
    </section>
  );
}

function pathOf({ path, movedTo }: PatchFile): string {
  return movedTo ? `${path} → ${movedTo}` : path;
}

/** Without a head. Rendered when it becomes visible: a patch of a hundred files opens as fast as a small one. */
export function DiffBody({ file, layout }: Pick<Props, 'file' | 'layout'>) {
  const { ref, entry } = useIntersection();
  const [isMade, setMade] = useState(false);
  if (entry?.isIntersecting && !isMade) setMade(true);
  if (file.lines.length === 0) return <p className={classes.note}>{words.diff.noText}</p>;
  if (file.lines.length > MAX_RICH_LINES) return <LongDiff lines={file.lines} label={file.path} />;
  const place = <div ref={ref} style={{ height: file.lines.length * LINE_PX }} />;
  if (!isMade) return place;
  return (
    <Suspense fallback={place}>
      <RichDiff file={file} layout={layout} />
    </Suspense>
  );
}
