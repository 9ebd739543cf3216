// The handlers for commands of the window that concern the host.

import { changeClient } from '../../approvals/change-client.ts';
import { changeSettings } from '../../config/settings-file.ts';
import { remoteCommands } from '../../contract/commands/remotes.ts';
import type { CommandHandlers, CommandName, RemoteCommandName } from '../../contract/commands.ts';
import { isWaiting } from '../../contract/selectors.ts';
import { serverNotRunning } from '../../errors/desktop.ts';
import { messageOf, PatchbayError } from '../../errors/error.ts';
import { createManyCommands } from '../approvals/many.ts';
import { openDecisions } from '../approvals/past-decisions.ts';
import { createRuleCommands } from '../rules/rule-commands.ts';
import { openChangedToday } from '../threads/changed-today.ts';
import { createChangesCommands } from '../threads/changes-commands.ts';
import type { TimelineRecorder } from '../threads/recorder.ts';
import { createThreadCommands } from '../threads/thread-commands.ts';
import { createBlameCommand } from '../threads/who-wrote.ts';
import type { AppRun } from './app-run.ts';
import { createConnectHandlers } from './connect-commands.ts';
import { createCopyCommands } from './copy-commands.ts';
import type { DesktopApp } from './desktop-app.ts';
import { createLimitCommands } from './limit-commands.ts';
import { createTokenCommands } from './token-commands.ts';

/** Commands that need a desktop are handled in electron/. */
export type HostCommandName = Exclude<
  CommandName,
  | 'open-path'
  | 'open-address'
  | 'copy'
  | 'save-bundle'
  | 'choose-folder'
  | 'choose-file'
  | 'quit'
  | 'open-app'
  | 'close-app'
  | 'app-left'
  | 'set-shortcut'
  | 'look-for-update'
  | 'restart-to-update'
  | 'keep-version'
>;

export function createHostCommands(app: DesktopApp): CommandHandlers<HostCommandName> {
  const { store, desk, threads, principals } = app;

  const decisions = openDecisions(app.paths.auditFile);

  const rules = createRuleCommands({
    paths: app.paths,
    desk,
    list: app.ruleList,
    rules: app.rules,
    nameOf: (id) => store.state.principals.find((one) => one.id === id)?.name ?? id,
  });

  /** @throws server-not-running */
  function running(): AppRun {
    if (!app.running) throw serverNotRunning();
    return app.running;
  }

  /** From this run, or from the engine's files. */
  async function timelineOf(threadId: string): Promise<TimelineRecorder> {
    return threads.timeline(threadId) ?? (await running().history.timeline(threadId));
  }

  /** Remotes are known only while the server runs. Their output may contain secrets and becomes part of errors. */
  function remoteHandler(name: RemoteCommandName) {
    return async (args: unknown) => {
      const { remotes, runtime } = running();
      try {
        return await remotes[name](args as never);
      } catch (error) {
        throw withoutSecrets(error, runtime.redactor.redact);
      }
    };
  }
  const remoteNames = Object.keys(remoteCommands) as RemoteCommandName[];
  const remoteHandlers = Object.fromEntries(remoteNames.map((name) => [name, remoteHandler(name)]));

  return {
    state: () => store.state,
    'changed-today': openChangedToday(app.paths.recordsFolder),

    decide: ({ id, digest, verdict, reason, content }) =>
      desk.answerQuestion({ id, digest, verdict, ...(reason && { reason }), ...(content && { content }) }),
    ...app.edits,
    ...createManyCommands(app),
    'allow-missed': ({ id }) => desk.allowMissed(id),
    dismiss: ({ id }) => {
      const card = store.state.inbox.find((candidate) => candidate.id === id);
      if (!card || !isWaiting(card)) store.apply({ kind: 'card-gone', id }, { kind: 'notice-gone', id });
    },

    'stop-turn': ({ threadId }) => running().service.host.threads.interrupt(threadId),
    'keep-going': ({ threadId }) => running().service.host.keepGoing(threadId),
    steer: ({ threadId, text }) => running().service.host.threads.steer(threadId, text, 'window'),
    follow: ({ threadId }) => threads.follow(threadId),
    timeline: async ({ threadId, start, limit }) => (await timelineOf(threadId)).page(start, limit),
    'command-output': async ({ threadId, itemId, start, limit }) =>
      (await timelineOf(threadId)).output(itemId, start, limit),
    patch: async ({ threadId, itemId }) => (await timelineOf(threadId)).patch(itemId),
    changes: async ({ threadId }) => ({ diff: (await timelineOf(threadId)).diff }),
    ...createBlameCommand({ paths: app.paths, redact: (text) => running().runtime.redactor.redact(text) }),
    ...createChangesCommands({
      paths: app.paths,
      host: () => app.running?.service.host,
      redact: (text) => app.redact(text),
    }),
    ...createThreadCommands({
      recordsFolder: app.paths.recordsFolder,
      finder: app.finder,
      threads,
      running: () => {
        const { service, history } = running();
        return { threads: service.host.personThreads, history };
      },
      timelineOf,
      principalOf: app.principalOf,
      redact: (text) => app.redact(text),
    }),
    'past-threads': (args) => running().history.list(args),
    decisions: decisions.page,

    'follow-log': () => app.log.follow(),
    'unfollow-log': () => app.log.unfollow(),
    'set-log-level': ({ level }) => app.log.setLevel(level),
    'check-health': () => app.diagnostics.check(),
    'prepare-bundle': () => app.diagnostics.prepare(),

    ...createTokenCommands(app),
    'change-client'({ id, change }) {
      changeClient(id, change, { principals, patchbayHome: app.paths.patchbayHome, env: process.env });
      app.showPrincipals();
    },
    'change-principal'({ id, changes }) {
      principals.change(id, changes);
      app.showPrincipals();
    },
    ...createLimitCommands(app),
    ...createConnectHandlers(app),
    ...createCopyCommands({
      paths: app.paths,
      runningThreads: () => app.running?.service.host.runningThreads() ?? [],
    }),
    'decided-folders': () => app.folders.list(),
    'forget-folder': ({ folder }) => app.folders.forget(folder),
    async 'change-settings'({ changes }) {
      const { port } = store.state.settings;
      if (changes.port !== undefined && changes.port !== port) app.requireIdle();
      const settings = changeSettings(app.settingsFile, changes);
      store.apply({ kind: 'set', parts: { settings } });
      app.showPrincipals();
      app.running?.service.host.settingsChanged();
      if (changes.engine && store.state.engine.kind === 'failed') void app.restartEngine();
      if (settings.port !== port && app.running) await app.restart();
    },

    ...rules,
    ...(remoteHandlers as CommandHandlers<RemoteCommandName>),

    'sign-in': (how) => running().account.signIn(how),
    'read-account': () => running().account.refresh(),
    'cancel-sign-in': () => running().account.cancelSignIn(),
    'sign-out': () => running().account.signOut(),

    async 'start-server'({ isDemo }) {
      const { server } = store.state;
      if (server.kind === 'running' && isDemo !== undefined && isDemo !== server.isDemo) await app.stop();
      await app.start({ isDemo });
    },
    'stop-server': () => app.stop(),
    'pause-turns'({ isPaused }) {
      const { server } = store.state;
      running().service.host.pauseTurns(isPaused);
      if (server.kind === 'running') store.apply({ kind: 'set', parts: { server: { ...server, isPaused } } });
    },
    'restart-engine': () => app.restartEngine(),
    async 'reload-environment'() {
      app.requireIdle();
      await app.loadShellEnv();
      if (app.running) await app.restart();
    },
  };
}

function withoutSecrets(error: unknown, redact: (text: string) => string): Error {
  if (!(error instanceof PatchbayError)) return new Error(redact(messageOf(error)));
  return new PatchbayError(error.code, redact(error.summary), redact(error.fixInWindow));
}
