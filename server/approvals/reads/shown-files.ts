// Which files a plain read shows to the model: those it names to a program that prints what is in them.
import fs from 'node:fs';
import type { PlainCommand } from '../shell-script.ts';
import { expandPattern, type Place, realPathInside } from './named-paths.ts';
import { whyAskAbout, whyAskCommand } from './reads-rule.ts';

/** Others tell of a file's name, size or kind, or of a sum of it. */
const PRINTERS = new Set(
  'awk base64 bat cat column comm cut diff expand fold grep egrep fgrep head hexdump jq less more nl od paste rg sed sort strings tac tail uniq xxd'.split(
    ' ',
  ),
);

/**
 * @param command as the engine shows it
 * @param place where it ran; real paths
 * @returns real paths of files; undefined where the command is not known to only read
 */
export function filesShownBy(command: string, place: Pick<Place, 'folder' | 'cwd'>): string[] | undefined {
  const shown = new Set<string>();
  const reason = whyAskAbout(command, place, (words, at) => {
    const why = whyAskCommand(words, at);
    if (why === undefined) for (const file of namedFiles(words, at)) shown.add(file);
    return why;
  });
  return reason === undefined ? [...shown] : undefined;
}

function namedFiles([program, ...words]: PlainCommand, place: Place): string[] {
  if (!PRINTERS.has(program?.value.split('/').at(-1) ?? '')) return [];
  const named = words.flatMap(({ value, isGlob }) =>
    isGlob ? (expandPattern(value, place) ?? []) : [value],
  );
  return named.flatMap((word) => {
    const file = realPathInside(word, place);
    return file !== undefined && fs.statSync(file, { throwIfNoEntry: false })?.isFile() ? [file] : [];
  });
}
