// A folder with a store of checkpoints, for one test.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Checkpoints, openCheckpoints } from '../../server/checkpoints/checkpoints.ts';
import { type Coverage, defaultCoverage } from '../../server/checkpoints/look.ts';
import type { Work } from '../../server/checkpoints/turn-changes.ts';
import { THREAD } from './as-shown.ts';

export interface Place {
  readonly store: string;
  readonly folder: string;
  /** As another process would. */
  open(): Checkpoints;
  /** Writes a file below the folder, with its parents. */
  write(file: string, text: string): void;
  read(file: string): string;
  /** A turn that runs commands while `work` works. @returns its number */
  turn(checkpoints: Checkpoints, work: () => void): Promise<number>;
}

export function makePlace(coverage: Coverage = defaultCoverage): Place {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-checkpoints-')));
  onTestFinished(() => fs.rmSync(root, { recursive: true, force: true }));
  const [store, folder] = [path.join(root, 'store'), path.join(root, 'work')];
  fs.mkdirSync(folder);
  return {
    store,
    folder,
    open: () => openCheckpoints({ folder: store, coverage }),
    write(file, text) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), text);
    },
    read: (file) => fs.readFileSync(path.join(folder, file), 'utf8'),
    async turn(checkpoints, work) {
      const { turn } = await checkpoints.begin(THREAD, folder);
      await checkpoints.end(THREAD, turn, running(work));
      return turn;
    },
  };
}

/** What a command did. */
export function running(work: () => void): Work {
  const from = Date.now();
  work();
  return { times: [[from, Date.now()]], patched: [] };
}
