// A desktop for tests: an X server, a session bus with a tray and notifications on it, and a window manager.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { joinSessionBus, type SessionBus } from './session-bus.ts';

/** What needs most of a desktop's start, and keeps nothing of the programs that were shown on it. */
export interface Screen {
  /** What programs need to find it. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * A desktop of its own on this screen, with a tray and notifications that nobody has seen yet. One at a time.
   * @param options.hasTray false: as GNOME without an extension
   */
  openDesktop(options?: DesktopOptions): Promise<Desktop>;
  close(): Promise<void>;
}

export interface Desktop {
  /** What programs need to find it. */
  readonly env: Readonly<Record<string, string>>;
  readonly bus: SessionBus;
  close(): Promise<void>;
}

interface DesktopOptions {
  readonly hasTray?: boolean;
}

async function startScreen(): Promise<Screen> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const busDaemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [display, address] = await Promise.all([
    firstLine(server.stdio[3] as Readable),
    firstLine(busDaemon.stdout as Readable),
  ]);
  const env = {
    DISPLAY: `:${display}`,
    DBUS_SESSION_BUS_ADDRESS: address,
    // Chromium looks for one and complains on stderr otherwise.
    DBUS_SYSTEM_BUS_ADDRESS: address,
    // No accessibility bus: GTK waits for one that is slow to start with the whole app.
    NO_AT_BRIDGE: '1',
  };
  const manager = spawn('openbox', [], { env: { ...process.env, ...env }, stdio: 'ignore' });
  return {
    env,
    async openDesktop({ hasTray } = {}) {
      const bus = await joinSessionBus(address, hasTray);
      return { env, bus, close: async () => bus.close() };
    },
    async close() {
      for (const child of [manager, busDaemon, server]) await end(child);
    },
  };
}

/** A screen that ends after whoever used it. */
export async function useScreen(use: (screen: Screen) => Promise<void>): Promise<void> {
  const screen = await startScreen();
  try {
    await use(screen);
  } finally {
    await screen.close();
  }
}

/** A desktop on a screen of its own. */
export async function startDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  const screen = await startScreen();
  const desktop = await screen.openDesktop(options);
  return {
    ...desktop,
    async close() {
      await desktop.close();
      await screen.close();
    },
  };
}

async function firstLine(stream: Readable): Promise<string> {
  let line = '';
  for await (const chunk of stream) {
    line += chunk;
    if (line.includes('\n')) break;
  }
  return line.trim();
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
