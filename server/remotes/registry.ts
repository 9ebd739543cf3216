// The remotes of config.toml: read at the start, watched, read again when the file changes. One broken table takes
// only its own remote away; a file that is not TOML leaves the last good state.
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createListeners } from '../base/listeners.ts';
import { readTomlText } from '../config/toml-file.ts';
import { watchFolder } from '../config/watch-folder.ts';
import { ConfigBroken, configBroken } from '../errors/config.ts';
import { remoteBroken, remoteDisabled, remoteLoops, remoteUnknown } from '../errors/remote-config.ts';
import type { Logger } from '../logging/logger.ts';
import type { RemoteConfig } from './config.ts';
import { configFileIn, entriesIn, markLoops, type RemoteEntry } from './entries.ts';

export interface Registry {
  /** In the order of config.toml. */
  list(): readonly RemoteEntry[];
  /** The remotes that can be connected. */
  usable(): readonly RemoteConfig[];
  /** @throws remote-unknown, remote-disabled, remote-loops, remote-broken; config-broken if it is not known and the file cannot be read */
  get(name: string): RemoteConfig;
  /** Calls back with the names of remotes that were added, changed or removed. @returns a function that ends this */
  onChanged(listener: (names: ReadonlySet<string>) => void): () => void;
  /** Why the current file is not used: it is not TOML or cannot be read. */
  readonly problem: FileProblem | undefined;
  /** Calls back whenever the file was read, changed or not. @returns a function that ends this */
  onRead(listener: () => void): () => void;
  /** Reads the file now if it has changed, instead of waiting until it has settled. */
  reload(): void;
  /**
   * The same for a reader that comes just now, perhaps while an editor saves the file: a text that only takes remotes
   * away may be a part of it and is left until it has settled.
   */
  catchUp(): void;
  /** Announces that these remotes must be reconnected because their credentials changed. */
  touch(names: ReadonlySet<string>): void;
  close(): void;
}

export interface FileProblem {
  readonly file: string;
  readonly line: number | undefined;
  readonly reason: string;
  /** When the version still in use was read, in ms since 1970; undefined if there is none. */
  readonly heldSince: number | undefined;
}

/** Searching for loops reads the file system, so the result is cached. */
interface Checked {
  readonly of: readonly RemoteEntry[];
  readonly addressCount: number;
  readonly entries: readonly RemoteEntry[];
  readonly usable: readonly RemoteConfig[];
}

/** The text of the file (empty if it does not exist), or why it could not be read. */
type Seen = string | ConfigBroken;

/** Editors save a file in several steps. */
const SETTLE_MS = 60;

/**
 * @param options.program the file that runs as `patchbay`
 * @param options.ownAddresses `host:port` of every address that leads to a Patchbay of this person; may grow
 */
export function openRegistry(options: {
  codexHome: string;
  program: string;
  ownAddresses(): readonly string[];
  logger: Logger;
}): Registry {
  const { codexHome, logger } = options;
  const file = configFileIn(codexHome);
  const listeners = createListeners<[names: ReadonlySet<string>]>();
  const readListeners = createListeners();
  let problem: FileProblem | undefined;
  let heldSince: number | undefined;
  let entries: readonly RemoteEntry[] = [];
  let checked: Checked | undefined;
  let settling: NodeJS.Timeout | undefined;
  let taken: Seen | undefined;

  function take(seen: Seen): void {
    const before = entries;
    taken = seen;
    problem = undefined;
    try {
      if (seen instanceof ConfigBroken) throw seen;
      entries = entriesIn(seen, file);
      heldSince = Date.now();
    } catch (error) {
      if (!(error instanceof ConfigBroken)) throw error;
      const { line, reason, summary } = error;
      problem = { file, line, reason, heldSince };
      logger.error('config-not-read', { file, line, message: summary });
    }
    readListeners.tell();
    if (problem) return;
    for (const entry of entries) {
      if (entry.kind === 'broken') logger.error('remote-broken', { remote: entry.name, message: why(entry) });
    }
    touch(changedNames(before, entries));
  }

  function touch(names: ReadonlySet<string>): void {
    if (names.size > 0) listeners.tell(names);
  }

  /** Computed each time, because the address we listen on is known only after the start. */
  function withoutLoops(): readonly RemoteEntry[] {
    const addresses = options.ownAddresses();
    const isStill = checked?.of === entries && checked.addressCount === addresses.length;
    if (!checked || !isStill) {
      const marked = markLoops(entries, { program: options.program, addresses });
      const usable = marked.flatMap((entry) => (entry.kind === 'usable' ? [entry.config] : []));
      checked = { of: entries, addressCount: addresses.length, entries: marked, usable };
    }
    return checked.entries;
  }

  /**
   * A text is used only if it is still the same after a moment, because a file may be read while it is being written.
   */
  function settle(seen: Seen | undefined): void {
    clearTimeout(settling);
    settling = setTimeout(() => {
      const now = look();
      if (isSame(now, seen)) take(now);
      else settle(now);
    }, SETTLE_MS);
  }

  /** Or cannot be read at all. */
  function onlyRemoves(text: string): boolean {
    try {
      const before = new Set(entries.map(({ name }) => name));
      const now = new Set(entriesIn(text, file).map(({ name }) => name));
      return now.size < before.size && [...now].every((name) => before.has(name));
    } catch (error) {
      if (error instanceof ConfigBroken) return true;
      throw error;
    }
  }

  function look(): Seen {
    try {
      return readTomlText(file) ?? '';
    } catch (error) {
      if (error instanceof ConfigBroken) return error;
      throw error;
    }
  }

  function catchUp(): void {
    const now = look();
    if (isSame(now, taken) || now instanceof ConfigBroken) return;
    if (!onlyRemoves(now)) take(now);
  }

  take(look());
  const stopWatching = watchFolder(codexHome, {
    onChange(changed) {
      if (changed === null || changed === path.basename(file)) settle(undefined);
    },
    onProblem: (message) => logger.warn('config-not-watched', { folder: codexHome, message }),
  });

  return {
    get problem() {
      return problem;
    },
    onRead: readListeners.add,
    reload() {
      const now = look();
      if (!isSame(now, taken)) take(now);
    },
    catchUp,
    list: withoutLoops,
    usable() {
      withoutLoops();
      return checked?.usable ?? [];
    },
    get(name) {
      const find = () => withoutLoops().find((one) => one.name === name);
      // The file may have got it a moment ago.
      if (!find()) catchUp();
      const entry = find();
      // A file that cannot be read may have it.
      if (!entry && problem) throw configBroken(problem.file, problem.line, problem.reason);
      return remoteIn(name, entry);
    },
    touch,
    onChanged: listeners.add,
    close() {
      clearTimeout(settling);
      stopWatching();
    },
  };
}

function isSame(now: Seen, before: Seen | undefined): boolean {
  if (typeof now === 'string' || typeof before !== 'object') return now === before;
  return now.summary === before.summary;
}

/** @throws remote-unknown, remote-disabled, remote-loops, remote-broken */
export function remoteIn(name: string, entry: RemoteEntry | undefined): RemoteConfig {
  switch (entry?.kind) {
    case undefined:
      throw remoteUnknown(name);
    case 'disabled':
      throw remoteDisabled(name);
    case 'loop':
      throw remoteLoops(name);
    case 'broken':
      throw remoteBroken(name, entry.place, entry.reason);
    case 'usable':
      return entry.config;
  }
}

function why({ name, place, reason }: Extract<RemoteEntry, { kind: 'broken' }>): string {
  return remoteBroken(name, place, reason).summary;
}

function changedNames(before: readonly RemoteEntry[], after: readonly RemoteEntry[]): Set<string> {
  const byName = (entries: readonly RemoteEntry[]) => new Map(entries.map((entry) => [entry.name, entry]));
  const [old, now] = [byName(before), byName(after)];
  const names = new Set([...old.keys(), ...now.keys()]);
  return new Set([...names].filter((name) => !isDeepStrictEqual(old.get(name), now.get(name))));
}
