// A real Secret Service, as a Linux desktop has one: gnome-keyring on a session bus of its own, unlocked.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { eventually } from './processes.ts';

export interface Keychain {
  /** The address of its bus. */
  readonly env: Readonly<Record<string, string>>;
  /** Everything it has written down. */
  texts(): string;
  stop(): Promise<void>;
}

/** @param folder an empty one for everything it keeps */
export async function startKeychain(
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<Keychain> {
  const address = `unix:path=${path.join(folder, 'bus')}`;
  const own = {
    ...env,
    HOME: folder,
    XDG_RUNTIME_DIR: folder,
    XDG_DATA_HOME: folder,
    DBUS_SESSION_BUS_ADDRESS: address,
  };
  fs.chmodSync(folder, 0o700);
  const bus = spawn('dbus-daemon', ['--session', '--nofork', `--address=${address}`], {
    env: own,
    stdio: 'ignore',
  });
  const daemon = await eventually(() => fs.existsSync(path.join(folder, 'bus'))).then(() =>
    spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
      env: own,
      stdio: ['pipe', 'ignore', 'ignore'],
    }),
  );
  daemon.stdin?.end('a passphrase\n');
  const keyrings = path.join(folder, 'keyrings');
  await eventually(() => fs.existsSync(path.join(keyrings, 'login.keyring')), {
    describe: () => `no keyring was made: ${fs.readdirSync(folder)}`,
  });
  return {
    env: { DBUS_SESSION_BUS_ADDRESS: address },
    texts: () =>
      fs
        .readdirSync(keyrings)
        .map((name) => fs.readFileSync(path.join(keyrings, name), 'latin1'))
        .join('\n'),
    stop: () => Promise.all([end(daemon), end(bus)]).then(() => undefined),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
