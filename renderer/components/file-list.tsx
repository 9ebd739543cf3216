import { Text, UnstyledButton } from '@mantine/core';
import { words } from '../words.ts';
import { DiffCounts } from './diff-counts.tsx';
import classes from './file-list.module.css';
import type { PatchFile } from './patch-files.ts';

/** The files of a patch with what each adds and removes. */
export function FileList(props: {
  files: readonly PatchFile[];
  current: number;
  onSelect: (index: number) => void;
}) {
  return (
    <nav aria-label={words.diff.files} className={classes.list}>
      {props.files.map((file, index) => (
        <UnstyledButton
          key={`${file.path} ${file.movedTo ?? ''}`}
          className={classes.file}
          data-current={index === props.current || undefined}
          aria-current={index === props.current}
          onClick={() => props.onSelect(index)}
        >
          <span className={classes.kind} data-kind={file.kind} title={words.diff.kinds[file.kind]}>
            {words.diff.kindLetters[file.kind]}
          </span>
          <Text component="span" size="xs" className={classes.path} title={file.path}>
            <bdi>{file.path}</bdi>
          </Text>
          <DiffCounts added={file.added} removed={file.removed} />
        </UnstyledButton>
      ))}
    </nav>
  );
}
