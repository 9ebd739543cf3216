// Starting with the session: an XDG autostart file on Linux, the system's own list elsewhere.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { app } from 'electron';
import { ownAppImage } from '../server/updates/installation.ts';

export function setLaunchAtLogin(isWanted: boolean, env: NodeJS.ProcessEnv): void {
  if (process.platform === 'linux') writeAutostart(isWanted, env);
  else app.setLoginItemSettings({ openAtLogin: isWanted, args: ['--hidden'] });
}

function writeAutostart(isWanted: boolean, env: NodeJS.ProcessEnv): void {
  const config = env['XDG_CONFIG_HOME'] || path.join(env['HOME'] || os.homedir(), '.config');
  const file = path.join(config, 'autostart', 'patchbay.desktop');
  fs.rmSync(file, { force: true });
  if (!isWanted) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, desktopEntry(env));
}

function desktopEntry(env: NodeJS.ProcessEnv): string {
  const program = app.isPackaged
    ? [ownAppImage(process.execPath, env) ?? process.execPath]
    : [process.execPath, app.getAppPath()];
  return `[Desktop Entry]
Type=Application
Name=Patchbay
Comment=Runs Codex as an MCP server and asks before it acts
Exec=${[...program, '--hidden'].map(quoted).join(' ')}
TryExec=${program[0]}
Terminal=false
X-GNOME-Autostart-enabled=true
`;
}

/** Quoted according to the Desktop Entry Specification, "The Exec key". */
function quoted(word: string): string {
  return `"${word.replace(/(["`$\\])/g, '\\\\$1').replaceAll('%', '%%')}"`;
}
