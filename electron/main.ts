// The desktop app: connects the host, the tray, the window and their contract, and does nothing else.

import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, Menu, session } from 'electron';
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
import { isLinkToOldest, linkIn, placeOfLink } from './app-links.ts';
import { serveAppPages } from './app-pages.ts';
import { registerAppScheme, serveAppFiles } from './app-protocol.ts';
import { createDesktopCommands, openAddress } from './desktop-commands.ts';
import { words } from './desktop-words.ts';
import { endQuietInTime } from './do-not-disturb.ts';
import { returnFocus } from './focus-return.ts';
import { answerCommands } from './ipc-main.ts';
import { setLaunchAtLogin } from './launch-at-login.ts';
import { desktopDisplay } from './notifications/desktop-notification.ts';
import { readsMarkup } from './notifications/notification-markup.ts';
import { createNotifier } from './notifications/notifier.ts';
import { questionMessages } from './notifications/question-messages.ts';
import { signInMessages } from './notifications/sign-in-messages.ts';
import { turnMessages } from './notifications/turn-messages.ts';
import { watchPower } from './power.ts';
import { watchPresence } from './presence.ts';
import { quitInOrder } from './quitting.ts';
import { lockDown, stopNameLookups } from './security.ts';
import { keepShortcut } from './shortcut.ts';
import { readStartOptions } from './start-options.ts';
import { becomeTheApp, hearNewerApps } from './take-over.ts';
import { showTray } from './tray.ts';
import { createTrayActions } from './tray-actions.ts';
import { placeOfCard } from './tray-menu.ts';
import { hasTrayHost } from './tray-support.ts';
import { createUpdating } from './updating.ts';
import { askPortalForShortcuts } from './wayland-shortcuts.ts';
import { keepWindow, preloadBeside } from './windows.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
const start = readStartOptions(process.argv, process.env);
registerAppScheme();
stopNameLookups();
askPortalForShortcuts();
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
  void becomeTheApp(paths.appFile)
    .then(async (isTheApp) => {
      if (!isTheApp) return app.quit();
      await app.whenReady();
      await run(paths);
    })
    .catch(giveUp);
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
  const hostCommands = createHostCommands(host);
  const shortcut = keepShortcut({
    store,
    save: async (keys) => void (await hostCommands['change-settings']({ changes: { shortcut: keys } })),
    onPress: () => openOldest(),
  });
  const commands: CommandHandlers = {
    ...hostCommands,
    ...createDesktopCommands(host),
    'set-shortcut': ({ shortcut: keys }) => shortcut.set(keys),
    ...updating.commands,
    ...serveAppPages({
      session: session.defaultSession,
      read: async (resource) => (await hostCommands['read-resource'](resource)).result,
    }),
  };
  const icons = path.join(programFolder, 'build/icons');

  Menu.setApplicationMenu(process.platform === 'darwin' ? Menu.getApplicationMenu() : null);
  lockDown(session.defaultSession);
  serveAppFiles(session.defaultSession, path.join(here, '../renderer'));
  answerCommands(commands, log);

  const [hasTray, hasMarkup] = await Promise.all([hasTrayHost(process.env), readsMarkup()]);
  const window = keepWindow({
    store,
    preload: preloadBeside(here),
    icon: path.join(icons, 'app-256.png'),
    boundsFile: path.join(patchbayHome, 'window.json'),
    hasTray,
    onMinimisedInstead: () => host.say('info', `${words.noTray}. ${words.noTrayDetail}.`),
    onClosed() {
      host.threads.follow(null);
      host.log.unfollow();
      notifier.refresh();
    },
    onLook: () => notifier.refresh(),
    logger: log.logger,
  });
  const tray = showTray({
    store,
    icons,
    onAction: (action) => void onAction(action).catch((error) => host.say('error', windowMessageOf(error))),
  });
  const onAction = createTrayActions({ store, commands, open: callTo });
  const focus = returnFocus({ store, blur: window.blur });
  const { redact } = log.redactor;
  const notifier = createNotifier({
    providers: [questionMessages(redact), signInMessages, turnMessages(redact)],
    state: () => store.state,
    looking: () => ({ isFocused: window.isFocused(), place: window.shows() }),
    now: Date.now,
    display: desktopDisplay(hasMarkup),
    open: callTo,
  });
  const quiet = endQuietInTime({
    store,
    end: () => void commands['change-settings']({ changes: { doNotDisturb: { kind: 'off' } } }),
  });

  /** Opens a place. For a card, remembers to return the focus to the program the person was in. */
  function callTo(place: WindowPlace | undefined): void {
    if (place?.page === 'inbox' && !window.isFocused()) focus.called();
    window.open(place);
  }

  /** The question that has waited longest; the window alone while none waits. */
  function openOldest(): void {
    const oldest = store.state.inbox.find(isWaiting);
    callTo(oldest && placeOfCard(oldest));
  }

  /** @param link what another program opened, if it did */
  function openLink(link: string | undefined): void {
    const isToOldest = link !== undefined && isLinkToOldest(link);
    const place = link === undefined || isToOldest ? undefined : placeOfLink(link);
    if (link !== undefined && !isToOldest && !place)
      host.say('warning', windowMessageOf(linkUnknown(makeVisible(link))));
    if (isToOldest) openOldest();
    else window.open(place);
  }

  const hearNewer = hearNewerApps({
    file: paths.appFile,
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
  store.subscribe({
    onState(events) {
      notifier.refresh();
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
      quiet.close();
      notifier.close();
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
