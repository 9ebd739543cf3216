// The actions of the tray's menu.
import { app, clipboard, dialog } from 'electron';
import type { CommandHandlers } from '../server/contract/commands.ts';
import type { WindowPlace } from '../server/contract/ipc.ts';
import { type DoNotDisturb, quietFor } from '../server/contract/notifications.ts';
import { runningThreads } from '../server/contract/selectors.ts';
import { deniedByStop, stopText } from '../server/contract/stop-everything.ts';
import type { ViewStore } from '../server/view/app/view-store.ts';
import { words } from './desktop-words.ts';
import type { TrayAction } from './tray-menu.ts';

/** @returns a function to call with each action */
export function createTrayActions(options: {
  store: ViewStore;
  commands: CommandHandlers;
  open(place: WindowPlace | undefined): void;
}): (action: TrayAction) => Promise<void> {
  const { store, commands } = options;
  return async (action) => {
    if (typeof action === 'object') {
      if ('open' in action) return options.open(action.open);
      const doNotDisturb: DoNotDisturb =
        action.quiet === 'off' ? { kind: 'off' } : quietFor(action.quiet, Date.now());
      return void (await commands['change-settings']({ changes: { doNotDisturb } }));
    }
    const { server, settings, threads, inbox } = store.state;
    const turns = runningThreads(threads).length;
    switch (action) {
      case 'start':
        return void (await commands['start-server']({}));
      case 'stop-now':
        return void (await commands['stop-server']({}));
      case 'stop-server': {
        const detail =
          turns > 0 ? `${words.turnsRunning(turns)} ${words.stopServerDetail}` : words.stopServerDetail;
        if (await isSure(words.stopServerQuestion, detail)) await commands['stop-server']({});
        return;
      }
      case 'deny-and-stop-all': {
        const detail = stopText(deniedByStop(inbox).length, turns);
        if (await isSure(words.denyAndStopQuestion, detail)) await commands['deny-and-stop-all']({});
        return;
      }
      case 'pause':
      case 'resume':
        return void (await commands['pause-turns']({ isPaused: action === 'pause' }));
      case 'copy-address':
        return server.kind === 'running' ? clipboard.writeText(server.url) : undefined;
      case 'launch-at-login':
        return void (await commands['change-settings']({
          changes: { launchesAtLogin: !settings.launchesAtLogin },
        }));
      case 'restart-engine':
        return void (await commands['restart-engine']({}));
      case 'quit':
        return app.quit();
    }
  };
}

async function isSure(message: string, detail: string): Promise<boolean> {
  const buttons = [words.stop, words.cancel];
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message,
    detail,
    buttons,
    cancelId: 1,
  });
  return response === 0;
}
