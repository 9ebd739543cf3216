// Keeps the remotes in the state up to date. There may be thousands of calls, so changes are sent a few times a second
// at most.
import type { RemoteRow } from '../../contract/state.ts';
import type { Explanation } from '../../remotes/auth/choose.ts';
import { isHttp, isToolOffered, type RemoteConfig } from '../../remotes/config.ts';
import type { Remotes } from '../../remotes/remotes.ts';
import { shadowedBy } from '../../remotes/shadows.ts';
import { toolsOf } from '../../remotes/tool-marks.ts';
import type { ViewStore } from '../app/view-store.ts';
import { remoteRow } from './row.ts';
import { createToolScans } from './scans.ts';

export interface RemoteList {
  showRemotes(): void;
  close(): void;
}

const SETTLE_MS = 100;

export function listRemotes(options: {
  store: ViewStore;
  remotes: Remotes;
  redact(text: string): string;
}): RemoteList {
  const { store, remotes, redact } = options;
  const { registry, activity, pins, credentials, signIns } = remotes;
  let timer: NodeJS.Timeout | undefined;
  const scans = createToolScans(pins, showSoon);

  /** Settings edited by hand may be unreadable for a while. */
  function credentialOf(config: RemoteConfig): Explanation | undefined {
    try {
      return isHttp(config) ? credentials.choose(config) : undefined;
    } catch {
      return undefined;
    }
  }

  function rows(): RemoteRow[] {
    const entries = registry.list();
    const tools = toolsOf(remotes);
    return entries.map((entry) => {
      const { name } = entry;
      // The last list may be older than the file.
      const isOffered = (tool: string) => entry.kind === 'usable' && isToolOffered(entry.config, tool);
      const offered = (tools.get(name) ?? []).filter(isOffered);
      const changed = pins.changesOf(name).map(({ tool }) => tool);
      return remoteRow({
        entry,
        activity: activity.of(name),
        credential: entry.kind === 'broken' ? undefined : credentialOf(entry.config),
        signIn: signIns.stateOf(name),
        isKnown: entry.kind !== 'broken' && pins.isKnown(entry.config),
        isShared: store.state.settings.remotes[name]?.shared ?? false,
        // What nobody can call needs no review.
        changedTools: changed.filter(isOffered),
        suspectTools: scans.suspectsOf(name, offered),
        shadowingTools: offered.filter((tool) => shadowedBy(tool, name, tools).length > 0),
        redact,
      });
    });
  }

  function showRemotes(): void {
    clearTimeout(timer);
    timer = undefined;
    store.apply({ kind: 'set', parts: { remotes: rows() } });
  }

  function showSoon(): void {
    timer ??= setTimeout(showRemotes, SETTLE_MS);
  }

  const stops = [
    activity.onChanged(showSoon),
    pins.onChanged(showSoon),
    registry.onRead(showSoon),
    signIns.onChanged(showSoon),
  ];
  showRemotes();
  return {
    showRemotes,
    close() {
      clearTimeout(timer);
      scans.close();
      for (const stop of stops) stop();
      store.apply({ kind: 'set', parts: { remotes: [] } });
    },
  };
}
