import { Checkbox, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { words } from '../../words.ts';
import { DiffCounts } from '../diff-counts.tsx';
import { type PatchFile, pathOf } from '../patch-files.ts';
import classes from './file-head.module.css';

interface Props {
  readonly file: PatchFile;
  /** In place of its path. */
  readonly title?: string | undefined;
  readonly isFolded: boolean;
  readonly isCurrent?: boolean;
  /** Absent where nobody keeps track of that. */
  readonly isViewed?: boolean | undefined;
  onToggle(): void;
  onViewed?(): void;
}

/** Above the diff of a file: its name, which folds it. */
export function FileHead(props: Props) {
  const { file, title, isFolded, isCurrent = false, isViewed, onToggle, onViewed } = props;
  const Chevron = isFolded ? IconChevronRight : IconChevronDown;
  return (
    <div className={classes.head} data-current={isCurrent || undefined}>
      <UnstyledButton className={classes.fold} onClick={onToggle} aria-expanded={!isFolded}>
        <Chevron size={14} aria-hidden />
        <span className={classes.name}>{title ?? pathOf(file)}</span>
        {file.kind !== 'update' && <span className={classes.kind}>{words.diff.kinds[file.kind]}</span>}
        <DiffCounts added={file.added} removed={file.removed} />
      </UnstyledButton>
      {isViewed !== undefined && (
        <Checkbox
          size="xs"
          classNames={{ root: classes.viewed ?? '', label: classes.viewedLabel ?? '' }}
          label={words.diff.viewed}
          aria-label={`${words.diff.viewed}: ${pathOf(file)}`}
          checked={isViewed}
          onChange={onViewed}
        />
      )}
    </div>
  );
}
