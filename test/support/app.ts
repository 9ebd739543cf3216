// The desktop app as tests meet it: the built one in a real Electron on a desktop of its own, with the real engine.
import fs from 'node:fs';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { electronFolder, electronProgram } from '../../server/cli/electron-folder.ts';
import type { CommandArguments, CommandName, CommandResult } from '../../server/contract/commands.ts';
import { type CommandAnswer, EVENT_CHANNEL, type WindowEvent } from '../../server/contract/ipc.ts';
import type { HostState } from '../../server/contract/state.ts';
import type { Desktop } from './desktop.ts';
import type { TestHome } from './home.ts';
import { type HttpPatchbay, runPatchbay } from './patchbay.ts';
import { eventually } from './processes.ts';

export interface TestApp {
  readonly app: ElectronApplication;
  readonly pid: number;
  /** The window; waits until there is one. */
  page(): Promise<Page>;
  /** A token for this name, made in the window or, where there is none, by the command line; and where to connect with it. */
  server(name?: string): Promise<Pick<HttpPatchbay, 'url' | 'token'>>;
  /** Ends it as a signal does, without questions. */
  stop(): Promise<void>;
}

export interface AppOptions {
  /** `--hidden`: no window until something in the app opens it. */
  readonly args?: readonly string[];
  /** Stored before it starts; the port is 0 unless it is given. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** As an earlier app of this home has left them. */
  readonly keepsSettings?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** The folder of another build of it. */
  readonly program?: string;
  /** From a dock or menu, not by the `patchbay` command. */
  readonly isFromDock?: boolean;
}

/** Turns, engine and watchdog are given 2 s each at most; a busy machine needs some times that for the rest. */
const STOP_WAIT_MS = 60_000;

/** A busy machine needs seconds for what takes half a second on a quiet one. */
export const WINDOW_WAIT_MS = 90_000;

/**
 * - No GPU process that tries the graphics card first: on an X server without one it ends at once and is started anew,
 *   and a page that asks for it in that moment waits for ever, blank, with whatever it is asked.
 * - No animations: a button that still slides away between the press and the release of the mouse is not clicked.
 */
export const CHROMIUM_WORDS = ['--disable-gpu', '--force-prefers-reduced-motion'];

const ANSWER_WAIT_MS = 60_000;

const projectFolder = path.resolve(import.meta.dirname, '../..');

/**
 * What Electron is started with: the program, and the words before our own.
 * @param app the folder of the built app
 */
export function electronCommand(app = projectFolder): { program: string; words: string[] } {
  const folder = electronFolder();
  if (folder === undefined) throw new Error('There is no Electron: npm run setup:electron');
  const rootWords = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { program: electronProgram(folder), words: [...rootWords, app] };
}

export async function startApp(home: TestHome, desktop: Desktop, options: AppOptions = {}): Promise<TestApp> {
  fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
  if (!options.keepsSettings) {
    const settings = { version: 1, port: 0, ...options.settings };
    fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), JSON.stringify(settings));
  }
  const { words } = electronCommand(options.program);
  // Without a program of ours Playwright brings its hook in, which holds the app back until Playwright is attached: no
  // window opens unseen.
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = electronFolder();
  const app = await _electron.launch({
    args: [...words, ...CHROMIUM_WORDS, ...(options.args ?? [])],
    env: {
      ...home.env,
      ...desktop.env,
      ...(!options.isFromDock && { PATCHBAY_APP_OPTIONS: '{}' }),
      ...options.env,
    },
    cwd: home.folder,
    timeout: WINDOW_WAIT_MS,
  });
  const child = app.process();
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });

  async function page(): Promise<Page> {
    const opened = await eventually(() => app.windows()[0], {
      withinMs: WINDOW_WAIT_MS,
      describe: () => `no window was opened; it said:\n${said}`,
    });
    opened.setDefaultTimeout(WINDOW_WAIT_MS);
    // What is evaluated while a page is still being loaded may never come back.
    await opened.getByRole('navigation').first().waitFor({ timeout: WINDOW_WAIT_MS });
    return opened;
  }

  return {
    app,
    pid: child.pid ?? 0,
    page,
    async server(name = 'test-client') {
      if (app.windows().length > 0) {
        const window = await page();
        const url = await eventually(async () => {
          const { server } = await stateOf(window);
          return server.kind === 'running' && server.url;
        });
        return { url, token: (await command(window, 'add-token', { name })).token };
      }
      const { stdout } = await runPatchbay(home, ['token', 'add', name]);
      const url = await eventually(async () => {
        const status = await runPatchbay(home, ['status', '--json']);
        return status.code === 0 && (JSON.parse(status.stdout) as { url: string }).url;
      });
      return { url, token: stdout.trim() };
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WAIT_MS);
      await ended;
      clearTimeout(timer);
      if (child.signalCode) throw new Error(`the app did not end within ${STOP_WAIT_MS} ms`);
    },
  };
}

/**
 * What the window's page would do.
 * @throws when it is refused
 */
export async function command<N extends CommandName>(
  page: Page,
  name: N,
  args: CommandArguments<N>,
): Promise<CommandResult<N>> {
  const answer = await ask(page, name, args);
  if (!answer.ok) throw new Error(answer.error.summary);
  return answer.value as CommandResult<N>;
}

/** The same for anything, allowed or not. */
export async function ask(page: Page, name: unknown, args: unknown): Promise<CommandAnswer> {
  const answer = page.evaluate(
    ([called, given]) => {
      const { patchbay } = globalThis as unknown as { patchbay: { command(...words: unknown[]): unknown } };
      return patchbay.command(called, given);
    },
    [name, args],
  );
  const silence = new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`the window has no answer to ${name}`)), ANSWER_WAIT_MS).unref();
  });
  return (await Promise.race([answer, silence])) as CommandAnswer;
}

export function stateOf(page: Page): Promise<HostState> {
  return command(page, 'state', {});
}

/** As the app opens its window at first. */
export const USUAL_SIZE = [1100, 760] as const;

/** Sends its window an event, as the host would. */
export function tell({ app }: Pick<TestApp, 'app'>, event: WindowEvent): Promise<void> {
  return app.evaluate(
    ({ BrowserWindow }, [channel, sent]) => BrowserWindow.getAllWindows()[0]?.webContents.send(channel, sent),
    [EVENT_CHANNEL, event] as const,
  );
}

/** As after `--hidden`: the tray alone. */
export async function closeWindows({ app }: Pick<TestApp, 'app'>): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.destroy();
  });
  await eventually(() => app.windows().length === 0);
}

/** How large the window is inside, and how much its page is enlarged. */
export function resize({ app }: TestApp, width: number, height: number, zoom = 1): Promise<void> {
  return app.evaluate(
    ({ BrowserWindow }, [inner, factor]) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(...inner);
      window?.webContents.setZoomFactor(factor);
    },
    [[width, height], zoom] as [[number, number], number],
  );
}
