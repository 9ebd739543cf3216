// The tray icon: a view of the state. It is redrawn only when its content has changed.
import path from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { ViewStore } from '../server/view/app/view-store.ts';
import { type TrayAction, type TrayEntry, type TrayIcon, type TrayView, trayView } from './tray-menu.ts';

export interface TrayHandle {
  close(): void;
}

/** Rebuilding closes an open menu, so it is not done for every event of a burst. */
const REDRAW_MS = 200;
/** "oldest 2 min" grows older without any event. */
const REFRESH_MS = 30_000;

/** @param options.icons the folder of the icons */
export function showTray(options: {
  store: ViewStore;
  icons: string;
  onAction(action: TrayAction): void;
}): TrayHandle {
  const { store, icons, onAction } = options;
  let shown: TrayView = trayView(store.state, Date.now());
  const tray = new Tray(iconOf(shown.icon, icons));
  draw(shown);
  tray.on('click', () => {
    if (store.state.server.kind === 'stopped') onAction('start');
    onAction({ open: undefined });
  });

  function draw(view: TrayView): void {
    tray.setImage(iconOf(view.icon, icons));
    tray.setToolTip(view.tooltip);
    tray.setContextMenu(Menu.buildFromTemplate(view.entries.map((entry) => template(entry, onAction))));
    shown = view;
  }

  function refresh(): void {
    const view = trayView(store.state, Date.now());
    if (JSON.stringify(view) !== JSON.stringify(shown)) draw(view);
  }

  let soon: NodeJS.Timeout | undefined;
  const unsubscribe = store.subscribe({
    onState() {
      soon ??= setTimeout(() => {
        soon = undefined;
        refresh();
      }, REDRAW_MS);
    },
  });
  const timer = setInterval(refresh, REFRESH_MS);

  return {
    close() {
      unsubscribe();
      clearTimeout(soon);
      clearInterval(timer);
      tray.destroy();
    },
  };
}

function template(entry: TrayEntry, onAction: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (entry.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'text':
      return { label: entry.label, enabled: false };
    case 'menu': {
      const { label, entries } = entry;
      return { label, submenu: entries.map((one) => template(one, onAction)) };
    }
    case 'action': {
      const { label, action, checked } = entry;
      const click = () => onAction(action);
      return checked === undefined ? { label, click } : { label, click, type: 'checkbox', checked };
    }
  }
}

function iconOf(icon: TrayIcon, folder: string) {
  const isMac = process.platform === 'darwin';
  return nativeImage.createFromPath(path.join(folder, `tray-${icon}${isMac ? 'Template' : ''}.png`));
}
