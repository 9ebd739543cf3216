// The state before anything runs.

import { version } from '../../base/program.ts';
import type { Paths } from '../../config/paths.ts';
import { readSettings, settingsOf } from '../../config/settings-file.ts';
import type { LogLevel } from '../../contract/log-levels.ts';
import type { HostState } from '../../contract/state.ts';
import { countToday } from '../approvals/past-decisions.ts';

/** @throws file-broken if the settings exist and are not valid */
export function initialState({ patchbayHome, codexHome, ...files }: Paths, logLevel: LogLevel): HostState {
  return {
    version,
    updates: { source: 'feed', buildFeed: '', state: { kind: 'off' } },
    server: { kind: 'stopped' },
    engine: { kind: 'idle' },
    account: { kind: 'unknown' },
    inbox: [],
    handledToday: countToday(files.auditFile),
    threads: [],
    clients: [],
    principals: [],
    rules: [],
    knocks: [],
    remotes: [],
    configProblem: null,
    settings: settingsOf(readSettings(files.settingsFile)),
    shortcut: { kind: 'none' },
    conditions: [],
    notices: [],
    places: { patchbayHome, codexHome, logs: files.logsFolder },
    logLevel,
    environment: { kind: 'own' },
  };
}
