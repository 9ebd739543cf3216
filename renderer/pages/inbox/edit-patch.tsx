import { Checkbox, Text } from '@mantine/core';
import { useMemo } from 'react';
import {
  type ChangedFile,
  hunksOf,
  hunkText,
  type PartOfPatch,
  partCountOf,
  partsOf,
} from '../../../server/contract/patch-hunks.ts';
import { DiffBody } from '../../components/file-diff.tsx';
import { type PatchFile, patchFiles } from '../../components/patch-files.ts';
import { words } from '../../words.ts';
import classes from './edit.module.css';

interface Props {
  readonly changes: readonly ChangedFile[];
  /** Of the thread. */
  readonly folder: string;
  readonly kept: readonly PartOfPatch[];
  onChange(kept: PartOfPatch[]): void;
}

interface ShownPart extends PartOfPatch {
  readonly label: string;
  readonly shown: PatchFile;
}

/** A patch in parts, each with a box: what is not ticked is not done. */
export function EditPatch({ changes, folder, kept, onChange }: Props) {
  const parts = useMemo(() => shownParts(changes, folder), [changes, folder]);
  const isKept = ({ file, part }: PartOfPatch) => kept.some((one) => one.file === file && one.part === part);
  function tick(changed: PartOfPatch, isTicked: boolean) {
    const isSame = (one: PartOfPatch) => one.file === changed.file && one.part === changed.part;
    onChange(partsOf(changes).filter((one) => (isSame(one) ? isTicked : isKept(one))));
  }
  return (
    <>
      <Text size="xs" c="dimmed">
        {words.edit.patchHint}
      </Text>
      <Text size="xs" fw={600} role="status">
        {words.edit.parts(kept.length, parts.length)}
      </Text>
      {parts.map((one) => (
        <section
          key={`${one.file} ${one.part}`}
          aria-label={one.label}
          className={classes.part}
          data-kept={isKept(one) || undefined}
        >
          <Checkbox
            className={classes.tick ?? ''}
            label={one.label}
            checked={isKept(one)}
            onChange={(event) => tick(one, event.currentTarget.checked)}
          />
          <div className={classes.diff}>
            <DiffBody file={one.shown} layout="unified" />
          </div>
        </section>
      ))}
    </>
  );
}

function shownParts(changes: readonly ChangedFile[], folder: string): ShownPart[] {
  return changes.flatMap((change, file) => {
    const [whole] = patchFiles([change], folder);
    if (!whole) return [];
    const count = partCountOf(change);
    if (count === 1) return [{ file, part: 0, label: labelOf(whole), shown: whole }];
    return hunksOf(change).flatMap((hunk, part) => {
      const [shown] = patchFiles([{ ...change, diff: hunkText(hunk) }], folder);
      return shown ? [{ file, part, label: words.edit.part(part + 1, count, whole.path), shown }] : [];
    });
  });
}

function labelOf({ kind, path, movedTo }: PatchFile): string {
  return movedTo === undefined ? words.edit.whole[kind](path) : words.edit.whole.move(path, movedTo);
}
