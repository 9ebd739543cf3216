// Copies in a host: a thread that begins where another one writes gets one, if the person has set that.
import path from 'node:path';
import { checkoutOf } from '../approvals/rules/checkout.ts';
import { isInside } from '../base/paths-inside.ts';
import type { Paths } from '../config/paths.ts';
import { settingsReader } from '../config/settings-file.ts';
import { defaultSettings } from '../contract/settings.ts';
import type { Copy } from '../copies/copies-file.ts';
import type { ThreadOptions } from '../engine/threads/options.ts';
import type { Thread } from '../engine/threads/thread.ts';
import { copyNotPossible } from '../errors/copies.ts';
import { messageOf, PatchbayError } from '../errors/error.ts';
import type { Logger } from '../logging/logger.ts';
import type { ThreadPlace, ThreadPlaces } from '../mcp/codex/call.ts';
import { homeCopies } from './home-copies.ts';
import type { HostNeighbours } from './neighbours.ts';

const NO_REPOSITORY = 'it is in no git repository';
const ALREADY_COPY = 'it is in a copy already';

export interface HostCopies extends ThreadPlaces {
  turnBegan(thread: Thread): void;
}

export function createHostCopies(options: {
  paths: Paths;
  neighbours: Pick<HostNeighbours, 'isShared'>;
  /** Asks the person. @throws second-thread-stopped */
  wantsCopy(folder: string, call: Parameters<ThreadPlaces['placeFor']>[1]): Promise<boolean>;
  logger: Logger;
}): HostCopies {
  const { paths, neighbours, logger } = options;
  const settings = settingsReader(paths.settingsFile);
  const copies = homeCopies(paths);
  /** What the first result of a thread says of its place. */
  const notes = new Map<string, string>();

  /** @returns the working tree to copy, or what the result says instead; undefined where nothing is to be said */
  async function rootFor(
    thread: ThreadOptions,
    call: Parameters<ThreadPlaces['placeFor']>[1],
  ): Promise<{ root: string } | { note: string } | undefined> {
    const { secondThread = defaultSettings.secondThread } = settings();
    if (secondThread === 'note' || !neighbours.isShared(thread)) return undefined;
    const root = checkoutOf(thread.cwd)?.root;
    if (root === undefined) return { note: inFolderItself(copyNotPossible(thread.cwd, NO_REPOSITORY)) };
    if (holding(root)) return { note: inFolderItself(copyNotPossible(thread.cwd, ALREADY_COPY)) };
    return secondThread === 'copy' || (await options.wantsCopy(thread.cwd, call)) ? { root } : undefined;
  }

  function holding(folder: string): Copy | undefined {
    return isInside(folder, paths.copiesFolder) ? copies.holding(folder) : undefined;
  }

  function withNote(thread: ThreadOptions, note: string): ThreadPlace {
    return { ...inPlace(thread), taken: ({ id }) => void notes.set(id, note) };
  }

  return {
    async placeFor(thread, call) {
      const found = await rootFor(thread, call);
      if (found === undefined) return inPlace(thread);
      if ('note' in found) return withNote(thread, found.note);
      const { root } = found;
      try {
        const copy = await copies.make(root);
        logger.info('copy-made', { copy: copy.folder, of: root });
        const cwd = path.join(copy.folder, path.relative(root, thread.cwd));
        return {
          options: { ...thread, cwd },
          taken({ id }) {
            copies.belongsTo(copy.id, id);
            notes.set(id, noteOf(copy, cwd));
          },
          dropped: () => copies.discard(copy.id),
        };
      } catch (error) {
        logger.warn('copy-not-made', { folder: thread.cwd, message: messageOf(error) });
        return withNote(thread, inFolderItself(error));
      }
    },
    originalOf(folder) {
      const copy = holding(folder);
      return copy ? path.join(copy.of, path.relative(copy.folder, folder)) : folder;
    },
    turnBegan({ id, turn }) {
      const note = notes.get(id);
      if (note !== undefined) turn?.notes.push(note);
      notes.delete(id);
    },
  };
}

function inFolderItself(error: unknown): string {
  const why = error instanceof PatchbayError ? error.summary : 'No copy could be made.';
  return `${why} The thread works in the folder itself.`;
}

function inPlace(options: ThreadOptions): ThreadPlace {
  return { options, taken: () => undefined, dropped: () => undefined };
}

function noteOf({ of }: Copy, cwd: string): string {
  return `Another thread was writing in ${of}, so this one works in a copy, in ${cwd}. What it changes comes to ${of} only when the person merges it.`;
}
