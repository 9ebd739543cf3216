// Reads log files back: one log is the newest file and its older generations.
import fs from 'node:fs';
import path from 'node:path';
import { readRegularFile } from '../files/regular-file.ts';

/** The maximum number of files of one log. */
export const GENERATIONS = 5;

export interface LogFile {
  readonly file: string;
  readonly sizeBytes: number;
  readonly changedAt: Date;
}

/** `x.jsonl`, then `x.1.jsonl`: the higher the number, the older. */
export function generationOf(file: string, generation: number): string {
  return generation === 0 ? file : file.replace(/\.jsonl$/, `.${generation}.jsonl`);
}

/**
 * @param file the newest file
 * @returns the newest lines of a log, the oldest of them first; lines of unreadable files are left out
 */
export function readLog(file: string, maxLines: number): string[] {
  let lines: string[] = [];
  for (let generation = 0; generation < GENERATIONS && lines.length < maxLines; generation += 1) {
    lines = [...linesOf(generationOf(file, generation)), ...lines];
  }
  return lines.slice(-maxLines);
}

/** All log files of a folder, of every process, the most recently changed first. */
export function listLogFiles(folder: string): LogFile[] {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return names
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => {
      const file = path.join(folder, name);
      const stat = fs.statSync(file, { throwIfNoEntry: false });
      return stat ? [{ file, sizeBytes: stat.size, changedAt: stat.mtime }] : [];
    })
    .sort((left, right) => right.changedAt.getTime() - left.changedAt.getTime());
}

function linesOf(file: string): string[] {
  try {
    return readRegularFile(file).toString('utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}
