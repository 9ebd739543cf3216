// Whether Patchbay and Codex can work at all: server, config.toml, engine, account, environment, keys.
import type { ConditionFix } from '../../contract/conditions.ts';
import { runsDemo } from '../../contract/selectors.ts';
import type { HostState } from '../../contract/state.ts';
import type { FindConditions, FoundCondition } from './found.ts';

const NEAR_PERCENT = 90;
const settings: ConditionFix = { do: 'go', place: { page: 'settings' } };

export const findOfService: FindConditions = (state) => {
  const { server, environment, shortcut } = state;
  const found: FoundCondition[] = [];
  if (server.kind === 'error') {
    const { summary, fix } = server;
    found.push({
      kind: 'server-failed',
      id: 'server-failed',
      level: 'error',
      summary,
      fix,
      fixes: [{ do: 'start-server' }, settings],
    });
  }
  if (server.kind === 'running' && server.isPaused) {
    found.push({
      kind: 'turns-paused',
      id: 'turns-paused',
      level: 'hint',
      fixes: [{ do: 'resume-turns' }],
    });
  }
  if (environment.kind === 'failed') {
    const { shell, message } = environment;
    found.push({
      kind: 'shell-not-read',
      id: 'shell-not-read',
      level: 'hint',
      shell,
      message,
      fixes: [{ do: 'reload-environment' }, settings],
    });
  }
  if (shortcut.kind === 'refused') {
    const { why } = shortcut;
    found.push({
      kind: 'shortcut-refused',
      id: 'shortcut-refused',
      level: 'hint',
      why,
      fixes: [settings],
    });
  }
  return [...found, ...ofCodex(state)];
};

/** What is said of config.toml explains what the engine and the account say meanwhile. */
function ofCodex({ server, engine, account, configProblem }: HostState): FoundCondition[] {
  if (configProblem) {
    const { file, line } = configProblem;
    return [
      {
        kind: 'config-broken',
        id: 'config-broken',
        level: 'error',
        problem: configProblem,
        fixes: [
          { do: 'open-file', path: file, ...(line !== undefined && { line }) },
          { do: 'go', place: { page: 'remotes' } },
        ],
      },
    ];
  }
  if (engine.kind === 'failed') {
    const { message } = engine;
    return [
      {
        kind: 'engine-failed',
        id: 'engine-failed',
        level: 'error',
        message,
        fixes: [{ do: 'restart-engine' }, settings],
      },
    ];
  }
  const id = account.kind;
  switch (account.kind) {
    case 'signed-out':
      return runsDemo(server) ? [] : [{ kind: 'signed-out', id, level: 'error', fixes: [settings] }];
    case 'unreadable': {
      const { problem } = account;
      return [
        {
          kind: 'account-unreadable',
          id,
          level: 'warning',
          problem,
          fixes: [{ do: 'read-account' }, settings],
        },
      ];
    }
    case 'signed-in': {
      const { usage } = account;
      if (!usage || usage.usedPercent < NEAR_PERCENT) return [];
      const level = usage.usedPercent >= 100 ? 'warning' : 'hint';
      return [{ kind: 'limit-near', id: 'limit-near', level, ...usage, fixes: [settings] }];
    }
    default:
      return [];
  }
}
