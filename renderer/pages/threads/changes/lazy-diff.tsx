import { Skeleton, Text, UnstyledButton } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { CommandName } from '../../../../server/contract/commands.ts';
import type { ShownDiff } from '../../../../server/contract/thread-changes.ts';
import { PictureSides } from '../../../components/diff/picture-sides.tsx';
import { DiffBody } from '../../../components/file-diff.tsx';
import { LoadProblem } from '../../../components/load-problem.tsx';
import { fileOfHunks, type PatchFile } from '../../../components/patch-files.ts';
import type { Outcome } from '../../../host/host-context.tsx';
import { useLoaded } from '../../../host/use-loaded.ts';
import { words } from '../../../words.ts';
import classes from './lazy-diff.module.css';

/** The commands that answer with a diff. */
type DiffCommand = Extract<CommandName, 'changed-text' | 'preview-text' | 'file-now-text'>;

interface DiffProps {
  /** As it is shown. */
  readonly name: string;
  readonly kind: PatchFile['kind'];
  readonly layout: 'unified' | 'split';
  /** What the text depends on, beside the name: it is fetched again when this changes. */
  readonly version: string;
  load(): Promise<Outcome<DiffCommand>>;
}

interface Props extends DiffProps {
  readonly letter: string;
  /** What a screen reader says for the letter. */
  readonly does: string;
  readonly isOpenAtFirst: boolean;
  /** Behind the name. */
  readonly marks?: ReactNode;
  /** At the end of the line; not part of what folds. */
  readonly action?: ReactNode;
}

/** One file of a list: its line, and its diff below it, fetched when it is unfolded and visible. */
export function LazyDiff({ letter, does, isOpenAtFirst, marks, action, ...diff }: Props) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list of files is no form, and each of them no landmark
    <div className={classes.file} role="group" aria-label={diff.name}>
      <div className={classes.head} data-open={isOpen || undefined}>
        <UnstyledButton className={classes.toggle} onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
          <Chevron size={14} aria-hidden className={classes.chevron} />
          <span className={classes.letter} data-letter={letter} title={does}>
            <span aria-hidden>{letter}</span>
            <span className={classes.hidden}>{does} </span>
          </span>
          <Text component="span" ff="monospace" size="xs" className={classes.name}>
            {diff.name}
          </Text>
          {marks}
        </UnstyledButton>
        {action}
      </div>
      {isOpen && <WhenVisible {...diff} />}
    </div>
  );
}

/** A list of hundreds of files asks only for those that come into view. */
function WhenVisible(diff: DiffProps) {
  const { ref, entry } = useIntersection();
  const [isSeen, setSeen] = useState(false);
  if (entry?.isIntersecting && !isSeen) setSeen(true);
  return <div ref={ref}>{isSeen ? <FetchedDiff {...diff} /> : <Skeleton height={76} radius={0} />}</div>;
}

/** The difference of one file. */
export function FetchedDiff({ name, kind, layout, version, load }: DiffProps) {
  const [loaded, reload] = useLoaded(load, version);
  if (loaded.kind === 'loading') return <Skeleton height={76} radius={0} />;
  if (loaded.kind === 'failed') return <LoadProblem error={loaded.error} onRetry={reload} />;
  return <Difference name={name} kind={kind} layout={layout} diff={loaded.value} />;
}

function Difference({
  name,
  kind,
  layout,
  diff,
}: Pick<DiffProps, 'name' | 'kind' | 'layout'> & { diff: ShownDiff }) {
  const pictures = diff.kind === 'gone' ? undefined : diff.pictures;
  const file = useMemo(
    () => fileOfHunks({ path: name, kind, pictures, hunks: diff.kind === 'text' ? diff.hunks : '' }),
    [name, kind, pictures, diff],
  );
  const text = words.changes.diff;
  if (diff.kind === 'text' && file.lines.length > 0) return <DiffBody file={file} layout={layout} />;
  if (pictures) return <PictureSides name={name} pictures={pictures} />;
  return (
    <p className={classes.note}>
      {diff.kind === 'text' || diff.kind === 'gone'
        ? text[diff.kind === 'text' ? 'same' : 'gone']
        : text[diff.kind](diff, diff.type)}
    </p>
  );
}
