// One run of the host in the desktop app, from start to stop, with its observers.
import type { HostObserver, HostPolicy } from '../../host/host.ts';
import type { LogSink } from '../../logging/logger.ts';
import { configFileIn } from '../../remotes/entries.ts';
import { startService } from '../../start/home-service.ts';
import type { McpServerOptions } from '../../start/run-options.ts';
import { openRuntime, type Runtime } from '../../start/runtime.ts';
import type { Service } from '../../start/service.ts';
import type { WindowDesk } from '../approvals/window-desk.ts';
import { createRemoteCommands, type RemoteCommands } from '../remotes/remote-commands.ts';
import { listRemotes, type RemoteList } from '../remotes/remote-rows.ts';
import { recordedBeside } from '../threads/earlier-thread.ts';
import { createHistory, type History } from '../threads/history.ts';
import type { ThreadWatch } from '../threads/watch.ts';
import { type AccountView, createAccountView } from './account.ts';
import { watchClients } from './clients.ts';
import { type ConfigWatch, watchConfig } from './config-problem.ts';
import type { PrincipalList } from './principal-list.ts';
import type { ViewStore } from './view-store.ts';

export interface AppRun {
  readonly service: Service;
  readonly runtime: Runtime;
  readonly account: AccountView;
  readonly history: History;
  readonly remotes: RemoteCommands;
  /** Twice is harmless. */
  close(): Promise<void>;
}

/** @throws what openRuntime and startService throw */
export async function runHost(options: {
  store: ViewStore;
  runOptions: McpServerOptions;
  log: LogSink;
  env: NodeJS.ProcessEnv;
  desk: WindowDesk;
  threads: ThreadWatch;
  principals: PrincipalList;
  policy: HostPolicy;
  openAddress(url: string): Promise<void>;
  onEngine: Pick<HostObserver, 'engineEvent' | 'engineChanged'> & { callFailed(error: unknown): void };
  onRules: HostObserver['rulesChanged'];
  onAcceptFailed: HostObserver['acceptFailed'];
}): Promise<AppRun> {
  const { store, log, principals } = options;
  const runtime = await openRuntime(options.runOptions, log, options.env);
  let service: Service | undefined;
  let list: RemoteList | undefined;
  let config: ConfigWatch | undefined;
  let remotes: RemoteCommands | undefined;
  let account: AccountView | undefined;
  const clients = watchClients({
    store,
    sessions: () => service?.host.sessions() ?? [],
    onCall: principals.used,
    onLook: principals.look,
  });
  async function close(): Promise<void> {
    await remotes?.close();
    list?.close();
    config?.close();
    account?.close();
    await service?.close();
    clients.close();
    await runtime.close();
  }
  try {
    service = await startService({
      runtime,
      port: store.state.settings.port,
      desks: [options.desk],
      policy: options.policy,
      observer: {
        ...options.threads,
        ...options.onEngine,
        clientSeen: clients.seen,
        rulesChanged: options.onRules,
        acceptFailed: options.onAcceptFailed,
      },
      onRefused: clients.refused,
    });
  } catch (error) {
    await close();
    throw error;
  }
  const { host } = service;
  const { redact, know } = runtime.redactor;
  list = listRemotes({ store, remotes: host.remotes, redact });
  const { codexHome, settingsFile, recordsFolder } = runtime.paths;
  remotes = createRemoteCommands({
    store,
    host,
    list,
    settingsFile,
    configFile: configFileIn(codexHome),
    redact,
    openAddress: options.openAddress,
  });
  const { engine } = host;
  const accountView = createAccountView({
    store,
    host,
    codexHome,
    logger: log.logger,
    know,
    onSignedIn: options.threads.signedIn,
    onFailed: options.onEngine.callFailed,
  });
  account = accountView;
  config = watchConfig({
    store,
    host,
    redact,
    logger: log.logger,
    onRead: () => void accountView.refresh(),
  });
  const history = createHistory({
    engine,
    recordedOf: (threadId) => recordedBeside(recordsFolder, threadId),
    redactor: runtime.redactor,
  });
  return { service, runtime, account: accountView, history, remotes, close };
}
