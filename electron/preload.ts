// The page's only door: named commands and events, never Electron's ipc itself.
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import {
  COMMAND_CHANNEL,
  EVENT_CHANNEL,
  type PatchbayApi,
  type WindowEvent,
} from '../server/contract/ipc.ts';

const api: PatchbayApi = {
  platform: process.platform as PatchbayApi['platform'],
  command: (name, args) => ipcRenderer.invoke(COMMAND_CHANNEL, name, args),
  onEvent(listener) {
    const forward = (_event: IpcRendererEvent, event: WindowEvent) => listener(event);
    ipcRenderer.on(EVENT_CHANNEL, forward);
    return () => void ipcRenderer.off(EVENT_CHANNEL, forward);
  },
};

contextBridge.exposeInMainWorld('patchbay', api);
