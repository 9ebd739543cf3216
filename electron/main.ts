// The desktop app: connects the host, the tray, the window and their contract, and does nothing else.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, globalShortcut, Menu, session } from 'electron';
import { installedVersion, programFolder } from '../server/base/program.ts';
import { ensureHome, type Paths, resolvePaths } from '../server/config/paths.ts';
import type { CommandHandlers } from '../server/contract/commands.ts';
import type { WindowPlace } from '../server/contract/ipc.ts';
import { isWaiting, waitingCards } from '../server/contract/selectors.ts';
import { makeVisible } from '../server/contract/visible.ts';
import { linkUnknown } from '../server/errors/desktop.ts';
import { messageOf, windowMessageOf } from '../server/errors/error.ts';
import { openServerLog } from '../server/logging/open-log.ts';
import { findInstallation } from '../server/updates/installation.ts';
import { createHostCommands } from '../server/view/app/app-commands.ts';
import { createDesktopApp } from '../server/view/app/desktop-app.ts';
import { watchUpdates } from '../server/view/app/update-watch.ts';
import { linkIn, placeOfLink } from './app-links.ts';
import { registerAppScheme, serveAppFiles } from './app-protocol.ts';
import { createDesktopCommands, openAddress } from './desktop-commands.ts';
import { words } from './desktop-words.ts';
import { returnFocus } from './focus-return.ts';
import { answerCommands } from './ipc-main.ts';
import { setLaunchAtLogin } from './launch-at-login.ts';
import { notifyOfQuestions } from './notifications.ts';
import { watchPower } from './power.ts';
import { watchPresence } from './presence.ts';
import { quitInOrder } from './quitting.ts';
import { lockDown } from './security.ts';
import { notifyOfSignIns } from './sign-in-notifications.ts';
import { readStartOptions } from './start-options.ts';
import { becomeTheApp, hearNewerApps } from './take-over.ts';
import { showTray } from './tray.ts';
import { createTrayActions } from './tray-actions.ts';
import { placeOfCard } from './tray-menu.ts';
import { hasTrayHost } from './tray-support.ts';
import { notifyOfTurns } from './turn-notifications.ts';
import { createUpdating } from './updating.ts';
import { keepWindow, preloadBeside } from './windows.ts';

/** Opens the card that has been waiting longest. */
const SHORTCUT = 'CommandOrControl+Alt+Shift+P';

const here = path.dirname(fileURLToPath(import.meta.url));
const start = readStartOptions(process.argv, process.env);
registerAppScheme();
try {
  begin(resolvePaths({ codexHome: start.options.codexHome, env: process.env }));
} catch (error) {
  void app.whenReady().then(() => giveUp(error));
}

function begin(paths: Paths): void {
  // One app for each PATCHBAY_HOME: the lock depends on this folder, which Electron cannot create everywhere.
  ensureHome(paths.patchbayHome);
  app.setPath('userData', path.join(paths.patchbayHome, 'window'));
  // Not a top-level await: Electron holds `ready` back until this module has settled.
  void becomeTheApp(runningAppIn(paths))
    .then(async (isTheApp) => {
      if (!isTheApp) return app.quit();
      await app.whenReady();
      await run(paths);
    })
    .catch(giveUp);
}

/** Where the app of this home says its version. */
function runningAppIn({ patchbayHome }: Paths): string {
  return path.join(patchbayHome, 'app.json');
}

async function run(paths: Paths): Promise<void> {
  const { patchbayHome, logsFolder } = paths;
  const log = openServerLog(logsFolder, start.options.logLevel);
  const host = createDesktopApp({ runOptions: start.options, log, env: process.env, openAddress });
  const { store } = host;
  const updates = watchUpdates({
    store,
    installation: findInstallation({
      resources: app.isPackaged ? process.resourcesPath : undefined,
      program: process.execPath,
      env: process.env,
    }),
    // Electron keeps the table of contents of an archive that has been replaced.
    installedVersion: () => (app.isPackaged ? undefined : installedVersion()),
    env: () => host.env,
    logger: log.logger,
  });
  const updating = createUpdating({
    store,
    watch: updates,
    logger: log.logger,
    quitWhenIdle: (onQuit) => quitting.whenIdle(onQuit),
  });
  const commands: CommandHandlers = {
    ...createHostCommands(host),
    ...createDesktopCommands(host),
    ...updating.commands,
  };
  const icons = path.join(programFolder, 'build/icons');

  Menu.setApplicationMenu(process.platform === 'darwin' ? Menu.getApplicationMenu() : null);
  lockDown(session.defaultSession);
  serveAppFiles(session.defaultSession, path.join(here, '../renderer'));
  answerCommands(commands, log);

  const window = keepWindow({
    store,
    preload: preloadBeside(here),
    icon: path.join(icons, 'app-256.png'),
    boundsFile: path.join(patchbayHome, 'window.json'),
    hasTray: await hasTrayHost(process.env),
    onMinimisedInstead: () => host.say('info', `${words.noTray}. ${words.noTrayDetail}.`),
    onClosed() {
      host.threads.follow(null);
      host.log.unfollow();
    },
    logger: log.logger,
  });
  const tray = showTray({
    store,
    icons,
    onAction: (action) => void onAction(action).catch((error) => host.say('error', windowMessageOf(error))),
  });
  const onAction = createTrayActions({ store, commands, open: callTo });
  const focus = returnFocus({ store, blur: window.blur });
  const looking = { store, isFocused: window.isFocused, open: callTo };
  const notifications = notifyOfQuestions(looking);
  const signInNotifications = notifyOfSignIns(looking);
  const turnNotifications = notifyOfTurns(looking);

  /** Opens a place. For a card, remembers to return the focus to the program the person was in. */
  function callTo(place: WindowPlace | undefined): void {
    if (place?.page === 'inbox' && !window.isFocused()) focus.called();
    window.open(place);
  }

  /** @param link what another program opened, if it did */
  function openLink(link: string | undefined): void {
    const place = link === undefined ? undefined : placeOfLink(link);
    if (link !== undefined && !place) host.say('warning', windowMessageOf(linkUnknown(makeVisible(link))));
    window.open(place);
  }

  const hearNewer = hearNewerApps({
    file: runningAppIn(paths),
    giveWay: (newer, onStay) => quitting.giveWay(newer, onStay),
  });
  app.on('second-instance', (_event, argv, _folder, said) => {
    if (!hearNewer(said)) openLink(linkIn(argv));
  });
  // macOS hands links over in an event.
  app.on('open-url', (event, link) => {
    event.preventDefault();
    openLink(link);
  });
  app.on('activate', () => window.open());
  // The tray keeps the app alive.
  app.on('window-all-closed', () => undefined);
  watchPower(host.setAwake);
  const presence = watchPresence(host.setPresent);
  globalShortcut.register(SHORTCUT, () => {
    const oldest = store.state.inbox.find(isWaiting);
    callTo(oldest && placeOfCard(oldest));
  });
  store.subscribe({
    onState(events) {
      app.setBadgeCount(waitingCards(store.state.inbox).length);
      const isSetting = events.some((event) => event.kind === 'set' && event.parts.settings);
      if (isSetting) setLaunchAtLogin(store.state.settings.launchesAtLogin, process.env);
    },
  });
  const quitting = quitInOrder({
    store,
    pauseTurns: () => void commands['pause-turns']({ isPaused: true }),
    agreed: window.letClose,
    end: updating.end,
    async close() {
      updates.close();
      presence.close();
      notifications.close();
      signInNotifications.close();
      turnNotifications.close();
      tray.close();
      window.close();
      await host.close();
      await log.close();
    },
  });

  if (!start.isHidden || start.link !== undefined) openLink(start.link);
  if (!start.isFromTerminal) await host.loadShellEnv();
  if (store.state.settings.startsServer) await host.start();
  void updates.look();
}

/** Nothing works without our own folder, or with unreadable files. */
function giveUp(error: unknown): void {
  process.stderr.write(`patchbay: ${messageOf(error)}\n`);
  dialog.showErrorBox('Patchbay cannot start', windowMessageOf(error));
  app.exit(1);
}
