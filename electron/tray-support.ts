// Whether this desktop shows tray icons at all. GNOME does so only with an extension, which then owns this name on the
// session bus; other desktops without it support the older kind, which Electron falls back to.
import { execFile } from 'node:child_process';

const ASK = ['call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus'];
const WHAT = ['--method', 'org.freedesktop.DBus.NameHasOwner', 'org.kde.StatusNotifierWatcher'];
const TIMEOUT_MS = 2000;

export function hasTrayHost(env: NodeJS.ProcessEnv): Promise<boolean> {
  const isGnome = process.platform === 'linux' && /GNOME/i.test(env['XDG_CURRENT_DESKTOP'] ?? '');
  if (!isGnome) return Promise.resolve(true);
  return new Promise((resolve) => {
    execFile('gdbus', [...ASK, ...WHAT], { timeout: TIMEOUT_MS }, (error, stdout) =>
      resolve(error !== null || stdout.includes('true')),
    );
  });
}
