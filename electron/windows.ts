// The one window: opened on request, destroyed when it is closed (which frees 44 MiB), and brought back when its
// process dies. While it is open, it receives changes of the state.
import path from 'node:path';
import { BrowserWindow, screen } from 'electron';
import { EVENT_CHANNEL, type WindowEvent, type WindowPlace } from '../server/contract/ipc.ts';
import { hashOf, placeOf } from '../server/contract/places.ts';
import type { Logger } from '../server/logging/logger.ts';
import type { ViewStore } from '../server/view/app/view-store.ts';
import { APP_ORIGIN } from './app-protocol.ts';
import { keepBounds, readBounds } from './window-bounds.ts';

export interface WindowKeeper {
  /** Shows the window, at this place. */
  open(place?: WindowPlace): void;
  isFocused(): boolean;
  /** What it shows; undefined while there is none. */
  shows(): WindowPlace | undefined;
  /** Returns the focus to the program that had it before. */
  blur(): void;
  /** From now on, closing the window really closes it, even without a tray. */
  letClose(): void;
  close(): void;
}

const MIN_SIZE = { minWidth: 480, minHeight: 360 };
/** A window whose process dies more often than this is not reopened. */
const REVIVALS = { most: 3, withinMs: 60_000 };

/**
 * @param options.hasTray without a tray, closing minimises the window
 * @param options.onMinimisedInstead called the first time that happens
 */
export function keepWindow(options: {
  store: ViewStore;
  preload: string;
  icon: string;
  boundsFile: string;
  hasTray: boolean;
  onMinimisedInstead(): void;
  onClosed(): void;
  /** It shows something else, or has got or lost the focus. */
  onLook(): void;
  logger: Logger;
}): WindowKeeper {
  const { store, logger } = options;
  let window: BrowserWindow | undefined;
  let isClosing = false;
  let isLoaded = false;
  let isMinimisedInstead = false;
  const revivals: number[] = [];

  function send(event: WindowEvent): void {
    if (window && !window.isDestroyed()) window.webContents.send(EVENT_CHANNEL, event);
  }

  store.subscribe({
    onState: (events) => send({ kind: 'state', events }),
    onTimeline: (events) => send({ kind: 'timeline', events }),
    onLog: (lines) => send({ kind: 'log', lines }),
  });

  function create(hash: string): BrowserWindow {
    const made = new BrowserWindow({
      ...readBounds(
        options.boundsFile,
        screen.getAllDisplays().map(({ workArea }) => workArea),
      ),
      ...MIN_SIZE,
      title: 'Patchbay',
      icon: options.icon,
      show: false,
      autoHideMenuBar: true,
      webPreferences: {
        preload: options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        spellcheck: false,
      },
    });
    isLoaded = false;
    made.once('ready-to-show', () => made.show());
    made.webContents.on('did-finish-load', () => {
      isLoaded = true;
    });
    for (const event of ['focus', 'blur'] as const) made.on(event as 'focus', options.onLook);
    made.webContents.on('did-navigate-in-page', options.onLook);
    made.webContents.on('render-process-gone', (_event, { reason }) => {
      logger.error('window-process-gone', { message: reason });
      // Not within the event, because its sender still needs the window.
      setImmediate(() => revive(made));
    });
    made.on('close', (event) => {
      keepBounds(options.boundsFile, made.getNormalBounds());
      if (options.hasTray || isClosing) return;
      event.preventDefault();
      made.minimize();
      if (!isMinimisedInstead) options.onMinimisedInstead();
      isMinimisedInstead = true;
    });
    made.on('closed', () => {
      if (window === made) window = undefined;
      options.onClosed();
    });
    void made.loadURL(`${APP_ORIGIN}/index.html${hash}`);
    return made;
  }

  /** The page's address contains its place, so a new window opens at the same place. */
  function revive(dead: BrowserWindow): void {
    const now = Date.now();
    revivals.push(now);
    const recent = revivals.filter((at) => now - at < REVIVALS.withinMs);
    const { hash } = new URL(dead.webContents.getURL());
    dead.destroy();
    if (recent.length <= REVIVALS.most) window = create(hash);
  }

  return {
    open(place) {
      if (window && place) send({ kind: 'open', place });
      window ??= create(place ? hashOf(place) : '');
      if (window.isMinimized()) window.restore();
      if (isLoaded) window.show();
      window.focus();
    },
    isFocused: () => window?.isFocused() ?? false,
    shows: () => (window && isLoaded ? placeOf(new URL(window.webContents.getURL()).hash) : undefined),
    blur: () => window?.blur(),
    letClose() {
      isClosing = true;
    },
    close() {
      isClosing = true;
      window?.close();
    },
  };
}

/** The path of the preload script beside the main bundle. */
export function preloadBeside(mainFolder: string): string {
  return path.join(mainFolder, '../preload/preload.cjs');
}
