// Bodies of notifications are markup on many desktops of Linux, where a link or picture in them would come from whoever
// wrote the command. Electron passes them on as they are.
import { execFile } from 'node:child_process';

const SERVICE = 'org.freedesktop.Notifications';
const ASK = ['call', '--session', '--dest', SERVICE, '--object-path', '/org/freedesktop/Notifications'];
const WHAT = ['--method', `${SERVICE}.GetCapabilities`];
const TIMEOUT_MS = 2000;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** @returns true too where the desktop does not say: the specification knows bodies as markup */
export function readsMarkup(): Promise<boolean> {
  if (process.platform !== 'linux') return Promise.resolve(false);
  return new Promise((resolve) => {
    execFile('gdbus', [...ASK, ...WHAT], { timeout: TIMEOUT_MS }, (error, stdout) =>
      resolve(error !== null || stdout.includes("'body-markup'")),
    );
  });
}

/** As a desktop that reads markup shows the text itself. */
export function withoutMarkup(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character);
}
