// The stage in a browser of its own: built once, and one page for all views.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type Page } from 'playwright';
import { build, preview } from 'vite';
import { words } from '../../../renderer/words.ts';
import { electronFolder } from '../../../server/cli/electron-folder.ts';
import { CHROMIUM_WORDS, electronCommand, WINDOW_WAIT_MS } from '../../support/app.ts';
import { useScreen } from '../../support/desktop.ts';
import type { Happening } from '../stage/happenings.ts';
import type { View } from '../stage/views.ts';
import { type StagedLanguage, stagedLanguages } from '../stage/words/staged-languages.ts';
import { watchShifts } from './in-page.ts';

const configFile = path.join(import.meta.dirname, '../stage/vite.config.ts');

/** A browser without a program of ours: one window, and nothing on it. */
const browserMain = `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 820 }).loadURL('about:blank'));`;

export const usualSize = { width: 1280, height: 820 };

/** The sizes at which every view must be whole, the usual one last. The first one is that at 200 %. */
export const sizes = [
  [640, 410],
  [720, 480],
  [720, 900],
  [usualSize.width, usualSize.height],
] as const;

export interface OpenStage {
  readonly page: Page;
  /** What the console has said since the last look at it; empties it. */
  takeComplaints(): string[];
  /** In this language from now on. */
  speak(language: StagedLanguage): Promise<void>;
  /** Shows a view and waits until it has settled. */
  show(view: View): Promise<void>;
  /** Shows a page, lets this happen, and returns a line for each time when something has moved. */
  watch(happening: Happening): Promise<string[]>;
  resize(width: number, height: number): Promise<void>;
  light(theme: 'light' | 'dark'): Promise<void>;
}

/** Builds the stage, opens it, and closes it after whoever used it. */
export async function useStage(use: (stage: OpenStage) => Promise<void>): Promise<void> {
  await buildAsShipped();
  const server = await preview({ configFile, logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
  const address = server.resolvedUrls?.local[0] ?? '';
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-stage-'));
  fs.writeFileSync(path.join(folder, 'package.json'), '{"name":"stage","version":"1.0.0","main":"main.cjs"}');
  fs.writeFileSync(path.join(folder, 'main.cjs'), browserMain);
  await useScreen(async ({ env }) => {
    const { words: electronWords } = electronCommand(folder);
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] = electronFolder();
    const app = await _electron.launch({
      args: [...electronWords, ...CHROMIUM_WORDS],
      timeout: WINDOW_WAIT_MS,
      env: {
        ...(process.env as Record<string, string>),
        ...env,
        // The stage has no policy of its own for what a page may load; the window has.
        ELECTRON_DISABLE_SECURITY_WARNINGS: 'true',
      },
    });
    try {
      const page = await app.firstWindow({ timeout: WINDOW_WAIT_MS });
      page.setDefaultTimeout(WINDOW_WAIT_MS);
      await use(openStage(page, address));
    } finally {
      await app.close();
    }
  }).finally(async () => {
    await server.close();
    fs.rmSync(folder, { recursive: true });
  });
}

/** React's development half is twice as slow. */
async function buildAsShipped(): Promise<void> {
  const { NODE_ENV: before } = process.env;
  process.env['NODE_ENV'] = 'production';
  await build({ configFile, logLevel: 'error' });
  if (before === undefined) delete process.env['NODE_ENV'];
  else process.env['NODE_ENV'] = before;
}

function openStage(page: Page, address: string): OpenStage {
  let complaints: string[] = [];
  let language: StagedLanguage = 'en';
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return {
    page,
    takeComplaints() {
      const taken = complaints;
      complaints = [];
      return taken;
    },
    async speak(chosen) {
      language = chosen;
      await page.setViewportSize(usualSize);
      await page.goto(`${address}?scene=empty&words=${chosen}`);
      await page.getByRole('navigation').first().waitFor();
    },
    async show({ query, place, clicks = [], shows }) {
      await page.evaluate(([next, where]) => window.stage.show(next, where), [query, place] as const);
      await settle(page);
      for (const [role, name, value] of clicks) {
        const spoken = name(stagedLanguages[language]('words', words));
        const found = page
          .getByRole(role, { name: new RegExp(`^${spoken.replace(/[^\p{L}\s]/gu, '\\$&')}`) })
          .first();
        if (value === undefined) await found.click();
        else await found.fill(value);
        await settle(page);
      }
      if (shows) {
        await page
          .getByText(shows(stagedLanguages[language]('words', words)))
          .first()
          .waitFor();
        await settle(page);
      }
      await page.mouse.move(0, 0);
    },
    async watch({ query, place, steps }) {
      await page.evaluate(([next, where]) => window.stage.show(next, where), [query, place] as const);
      await settle(page, steps[0] === 'answers');
      await page.evaluate(watchShifts);
      for (const step of steps) {
        await page.evaluate((given) => {
          if (given === 'answers') window.stage.answer();
          else window.stage.send({ kind: 'state', events: given });
        }, step);
        await settle(page);
      }
      return page.evaluate(() => window.takeShifts());
    },
    async resize(width, height) {
      await page.setViewportSize({ width, height });
      await settle(page);
    },
    async light(theme) {
      await page.emulateMedia({ colorScheme: theme });
      await page.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor();
      await settle(page);
    },
  };
}

const SETTLED_WITHIN_MS = 60_000;

/** Until nothing is loaded or moves any more, and nothing has changed for two frames. @param isHeld nothing is answered, so what is loaded stays so */
function settle(page: Page, isHeld = false): Promise<void> {
  return page.evaluate(
    async ([withinMs, mayLoad]) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      /** What is out of sight is loaded when a person scrolls to it. */
      const findBusy = () =>
        new Promise<Element | undefined>((resolve) => {
          const all = document.querySelectorAll('.mantine-Skeleton-root');
          if (all.length === 0) return resolve(undefined);
          const sight = new IntersectionObserver((entries) => {
            sight.disconnect();
            resolve(entries.find(({ isIntersecting }) => isIntersecting)?.target);
          });
          for (const one of all) sight.observe(one);
        });
      const began = performance.now();
      let changed: Node | undefined;
      const observer = new MutationObserver(([first]) => {
        changed = first?.target;
      });
      observer.observe(document, { childList: true, subtree: true, attributes: true });
      for (let quiet = 0; quiet < 2; ) {
        changed = undefined;
        await frame();
        const moving = document
          .getAnimations()
          .find(
            ({ playState, effect }) =>
              playState === 'running' && effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY,
          );
        const still = (!mayLoad && (await findBusy())) || changed || (moving && document.body);
        quiet = still ? 0 : quiet + 1;
        if (still && performance.now() - began > withinMs) {
          const what = still instanceof Element ? still.outerHTML.slice(0, 300) : String(still);
          throw new Error(`The page does not settle: ${what}`);
        }
      }
      observer.disconnect();
    },
    [SETTLED_WITHIN_MS, isHeld] as const,
  );
}
