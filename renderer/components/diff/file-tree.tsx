import { TextInput, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconFolder } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { words } from '../../words.ts';
import { DiffCounts } from '../diff-counts.tsx';
import type { PatchFile } from '../patch-files.ts';
import classes from './file-tree.module.css';
import { treeRows } from './file-tree.ts';

interface Props {
  readonly files: readonly PatchFile[];
  readonly current: number;
  readonly viewed: ReadonlySet<number>;
  onSelect(index: number): void;
}

/** From this many on, a filter is worth its place. */
const FILTER_FROM = 6;

/** The files of a patch by folder, with what each adds and removes. */
export function FileTree({ files, current, viewed, onSelect }: Props) {
  const [filter, setFilter] = useState('');
  const rows = useMemo(
    () =>
      treeRows(
        files.map(({ path }) => path),
        filter,
      ),
    [files, filter],
  );
  return (
    <nav aria-label={words.diff.files} className={classes.tree}>
      {files.length >= FILTER_FROM && (
        <TextInput
          size="xs"
          className={classes.filter ?? ''}
          aria-label={words.diff.filter}
          placeholder={words.diff.filter}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || filter === '') return;
            event.stopPropagation();
            setFilter('');
          }}
        />
      )}
      {rows.length === 0 && <p className={classes.none}>{words.diff.noFile}</p>}
      {rows.map((row) => {
        const indent = { paddingInlineStart: 8 + row.depth * 12 };
        if (row.kind === 'folder') {
          return (
            <div key={`${row.path}/`} className={classes.folder} style={indent} title={row.path}>
              <IconFolder size={13} aria-hidden />
              <span className={classes.name}>{row.name}</span>
            </div>
          );
        }
        const file = files[row.file];
        if (!file) return null;
        return (
          <UnstyledButton
            key={row.file}
            className={classes.file}
            style={indent}
            title={row.path}
            aria-current={row.file === current}
            onClick={() => onSelect(row.file)}
          >
            <span className={classes.kind} data-kind={file.kind} aria-hidden>
              {words.diff.kindLetters[file.kind]}
            </span>
            <span className={classes.name}>{row.name}</span>
            <VisuallyHidden component="span">
              , {words.diff.kinds[file.kind]}
              {viewed.has(row.file) && `, ${words.diff.viewed}`}
            </VisuallyHidden>
            {viewed.has(row.file) && <IconCheck size={13} aria-hidden />}
            <DiffCounts added={file.added} removed={file.removed} />
          </UnstyledButton>
        );
      })}
    </nav>
  );
}
