// Looks for a newer Patchbay at the start and once a day, if there is somebody to ask, and puts into the state what it
// finds. Offline is nothing to report: one line in the log, until it works again.
import { version as ownVersion } from '../../base/program.ts';
import type { UpdateState } from '../../contract/updates.ts';
import { messageOf } from '../../errors/error.ts';
import type { Logger } from '../../logging/logger.ts';
import { openNetwork } from '../../network/network.ts';
import { newerPackages } from '../../updates/debian.ts';
import type { FeedFile } from '../../updates/feed.ts';
import type { Installation } from '../../updates/installation.ts';
import { isNewer } from '../../updates/newer.ts';
import type { ViewStore } from './view-store.ts';

export interface UpdateWatch {
  /** Asks now. Nothing is thrown: the state says what came of it. */
  look(): Promise<void>;
  /** What the feed offers to fetch, as it was last read. */
  fetchable(): { readonly version: string; readonly file: FeedFile } | undefined;
  close(): void;
}

const LOOK_EVERY_MS = 24 * 3_600_000;

/**
 * @param options.installedVersion the version of the files on the disk, which may have been replaced since the start;
 *   undefined where only the package manager knows
 */
export function watchUpdates(options: {
  store: ViewStore;
  installation: Installation;
  installedVersion(): string | undefined;
  env(): NodeJS.ProcessEnv;
  logger: Logger;
}): UpdateWatch {
  const { store, installation, logger } = options;
  const { buildFeed, kind } = installation;
  const isPackage = kind === 'deb';
  let fetchable: ReturnType<UpdateWatch['fetchable']>;
  let isFailing = false;
  let looking: Promise<void> | undefined;

  const feed = () => {
    const { updates } = store.state.settings;
    return updates.looks === false ? '' : (updates.feed ?? buildFeed);
  };

  function show(state: UpdateState): void {
    const source = isPackage ? 'package-manager' : 'feed';
    store.apply({ kind: 'set', parts: { updates: { source, buildFeed, state } } });
  }

  /** The person wants the version that is offered. */
  function isDecided(): boolean {
    const { kind: now } = store.state.updates.state;
    return now === 'downloading' || now === 'waiting';
  }

  function found(state: UpdateState): void {
    if (!isDecided()) show(state);
  }

  /** @returns undefined when nobody is asked */
  async function find(): Promise<UpdateState | undefined> {
    const replaced = options.installedVersion();
    if (replaced !== undefined && isNewer(replaced, ownVersion)) {
      return { kind: 'offered', version: replaced, way: 'restart' };
    }
    if (isPackage) return await askPackageManager();
    const address = feed();
    return address === '' ? undefined : await askFeed(address);
  }

  async function askPackageManager(): Promise<UpdateState> {
    const { installed, candidate } = await newerPackages(ownVersion, options.env());
    if (installed) return { kind: 'offered', version: installed, way: 'restart' };
    if (candidate) return { kind: 'offered', version: candidate, way: 'package-manager' };
    return { kind: 'newest', askedAt: Date.now() };
  }

  async function askFeed(address: string): Promise<UpdateState> {
    const { readFeed } = await import('../../updates/feed.ts');
    const network = openNetwork(options.env());
    try {
      const { version, file } = await readFeed({ feed: address, fetch: network.fetch, system: process });
      if (!isNewer(version, ownVersion)) return { kind: 'newest', askedAt: Date.now() };
      const canFetch = kind === 'self-replacing' && file !== undefined;
      if (canFetch) fetchable = { version, file };
      return { kind: 'offered', version, way: canFetch ? 'fetch' : 'by-hand' };
    } finally {
      await network.close();
    }
  }

  async function lookNow(): Promise<void> {
    if (isDecided()) return;
    fetchable = undefined;
    try {
      found((await find()) ?? { kind: 'off' });
      isFailing = false;
    } catch (error) {
      found({ kind: 'unknown' });
      if (!isFailing) logger.info('update-not-looked-for', { message: messageOf(error) });
      isFailing = true;
    }
  }

  function look(): Promise<void> {
    looking ??= lookNow().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  show({ kind: isPackage || feed() !== '' ? 'unknown' : 'off' });
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  let asked = feed();
  const unsubscribe = store.subscribe({
    onState() {
      if (feed() === asked) return;
      asked = feed();
      // After the one that may be running, which asks the old one.
      void (looking ?? Promise.resolve()).then(look);
    },
  });

  return {
    look,
    fetchable: () => fetchable,
    close() {
      clearInterval(timer);
      unsubscribe();
    },
  };
}
