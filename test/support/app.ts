// The desktop app as tests meet it: the built one in a real Electron on a desktop of its own, with the real engine.
import fs from 'node:fs';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import type { CommandAnswer } from '../../electron/ipc.ts';
import { electronFolder, electronProgram } from '../../server/cli/electron-folder.ts';
import type { CommandArguments, CommandName, CommandResult } from '../../server/view/commands.ts';
import type { HostState } from '../../server/view/state.ts';
import type { Desktop } from './desktop.ts';
import type { TestHome } from './home.ts';
import { type HttpPatchbay, runPatchbay } from './patchbay.ts';
import { eventually } from './processes.ts';

export interface TestApp {
  readonly app: ElectronApplication;
  readonly pid: number;
  /** The window; waits until there is one. */
  page(): Promise<Page>;
  /** A token for this name, made by the command line, and where to connect with it. */
  server(name?: string): Promise<Pick<HttpPatchbay, 'url' | 'token'>>;
  /** Ends it as a signal does, without questions. */
  stop(): Promise<void>;
}

export interface AppOptions {
  /** `--hidden`: no window until something in the app opens it. */
  readonly args?: readonly string[];
  /** Stored before it starts; the port is 0 unless it is given. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** From a dock or menu, not by the `patchbay` command. */
  readonly isFromDock?: boolean;
}

/** Turns, engine and watchdog are given 2 s each at most. */
const STOP_WAIT_MS = 10_000;

/** No keyring: its start can hold up the whole app. */
const CHROMIUM_WORDS = ['--password-store=basic'];

/** The app listens for it from some point of its start on. */
const ASK_AGAIN_MS = 500;

/** A window that is there and not reached by Playwright within this is opened anew. */
const ATTACH_WAIT_MS = 8000;
const ATTACH_TRIES = 2;

const ANSWER_WAIT_MS = 20_000;

const projectFolder = path.resolve(import.meta.dirname, '../..');

/** What Electron is started with: the program, and the words before our own. */
export function electronCommand(): { program: string; words: string[] } {
  const folder = electronFolder();
  if (folder === undefined) throw new Error('There is no Electron: npm run setup:electron');
  const rootWords = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { program: electronProgram(folder), words: [...rootWords, projectFolder] };
}

export async function startApp(home: TestHome, desktop: Desktop, options: AppOptions = {}): Promise<TestApp> {
  fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
  const settings = { version: 1, port: 0, ...options.settings };
  fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), JSON.stringify(settings));
  const { program, words } = electronCommand();
  const app = await _electron.launch({
    executablePath: program,
    // Playwright can miss, or hang on, a window that opens while it is still attaching itself: it is opened later.
    args: [...words, ...CHROMIUM_WORDS, '--hidden'],
    env: {
      ...home.env,
      ...desktop.env,
      ...(!options.isFromDock && { PATCHBAY_APP_OPTIONS: '{}' }),
      ...options.env,
    },
    cwd: home.folder,
  });
  const isHidden = options.args?.includes('--hidden') ?? false;
  const child = app.process();
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  /** Whether the window, asked by the app, shows its pages. */
  function showsItself(): Promise<boolean> {
    return app.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const script = "document.querySelector('nav') !== null";
      return (await window?.webContents.executeJavaScript(script)) === true;
    });
  }

  function openedPage(): Promise<Page> {
    let askedAt = 0;
    return eventually(
      async () => {
        const [first] = app.windows();
        if (!first && !isHidden && Date.now() - askedAt > ASK_AGAIN_MS) {
          askedAt = Date.now();
          await app.evaluate(({ app: running }) => void running.emit('activate'));
        }
        return first;
      },
      { describe: () => `no window was opened; it said:\n${said}` },
    );
  }

  return {
    app,
    pid: child.pid ?? 0,
    async page() {
      for (let left = ATTACH_TRIES; ; left -= 1) {
        const page = await openedPage();
        // What is evaluated while a page is still being loaded may never come back.
        const isReached = await page
          .getByRole('navigation')
          .first()
          .waitFor({ timeout: ATTACH_WAIT_MS })
          .then(() => true)
          .catch(() => false);
        if (isReached) return page;
        if (left === 0 || !(await showsItself())) throw new Error(`the window is empty:\n${said}`);
        // The window is there, and Playwright has lost its way to it: it gets another one.
        await app.evaluate(({ BrowserWindow }) => {
          for (const window of BrowserWindow.getAllWindows()) window.destroy();
        });
        await eventually(() => app.windows().length === 0);
      }
    },
    async server(name = 'test-client') {
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
