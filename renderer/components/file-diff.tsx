import { useMemo } from 'react';
import { DiffList, type DiffLook } from './diff/diff-list.tsx';
import { FileHead } from './diff/file-head.tsx';
import classes from './file-diff.module.css';
import { type PatchFile, pathOf } from './patch-files.ts';

interface Props {
  readonly file: PatchFile;
  /** In place of its path. */
  readonly title?: string;
  readonly layout: DiffLook['layout'];
  readonly isFolded: boolean;
  onToggle(): void;
}

/** The diff of one file by itself. */
export function FileDiff({ file, title, layout, isFolded, onToggle }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a file of a list is no form, and no landmark
    <div className={classes.file} role="group" aria-label={title ?? pathOf(file)}>
      <FileHead file={file} title={title} isFolded={isFolded} onToggle={onToggle} />
      {!isFolded && <DiffBody file={file} layout={layout} />}
    </div>
  );
}

/** Without a head. */
export function DiffBody({ file, layout }: Pick<Props, 'file' | 'layout'>) {
  const files = useMemo(() => [file], [file]);
  const look = useMemo(() => ({ layout, hidesSpace: false }), [layout]);
  return <DiffList files={files} look={look} />;
}
