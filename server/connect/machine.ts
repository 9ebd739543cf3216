// Where programs keep their settings, as a machine's environment says. All places of clients derive from it, also
// those of another system, so that they can be tested on any.
import path from 'node:path';

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** The person's home folder. */
  readonly home: string;
}

export type SystemName = 'linux' | 'darwin' | 'win32';

export function systemOf({ platform }: Machine): SystemName {
  return platform === 'win32' || platform === 'darwin' ? platform : 'linux';
}

/** Joins in the way of that machine. */
export function joined({ platform }: Machine, ...parts: readonly string[]): string {
  return (platform === 'win32' ? path.win32 : path.posix).join(...parts);
}

export function inHome(machine: Machine, ...parts: readonly string[]): string {
  return joined(machine, machine.home, ...parts);
}

/** The folder an absolute path in a variable names, if it is set. */
export function folderIn(machine: Machine, variable: string): string | undefined {
  const value = machine.env[variable];
  const { isAbsolute } = machine.platform === 'win32' ? path.win32 : path.posix;
  return value && isAbsolute(value) ? value : undefined;
}

/** `~/.config`, where XDG_CONFIG_HOME does not say otherwise; on every system, for programs that do it so. */
export function inConfigHome(machine: Machine, ...parts: readonly string[]): string {
  return joined(machine, folderIn(machine, 'XDG_CONFIG_HOME') ?? inHome(machine, '.config'), ...parts);
}

/** Where desktop programs keep their data: `~/.config`, `Library/Application Support` or `%APPDATA%`. */
export function inAppData(machine: Machine, ...parts: readonly string[]): string {
  switch (systemOf(machine)) {
    case 'darwin':
      return inHome(machine, 'Library', 'Application Support', ...parts);
    case 'win32':
      return joined(machine, folderIn(machine, 'APPDATA') ?? inHome(machine, 'AppData', 'Roaming'), ...parts);
    default:
      return inConfigHome(machine, ...parts);
  }
}
