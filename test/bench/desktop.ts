// The app as a person waits for it: its start, its questions, what it costs while nobody looks, and a thread that streams.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Desktop, startDesktop } from '../support/desktop.ts';
import { script, startFakeModel } from '../support/fake-model.ts';
import type { TestHome } from '../support/home.ts';
import { connectHttp, type TestClient } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import type { DevTools } from './cdp.ts';
import { benchHome } from './contestants.ts';
import { type BenchApp, startBenchApp } from './desktop-app.ts';
import { traceFrames } from './frames.ts';
import { median, percentile, type Row, row } from './measure.ts';

const STARTS = 7;
const QUESTIONS = 25;
const IDLE_MS = 30_000;
const SETTLE_MS = 5000;
/** By then V8 has collected what the start has left. */
const START_IS_OVER_MS = 40_000;
/** 200 words a second for ten seconds. */
const STREAM = { words: 2000, delayMs: 5 };
const MIB = 2 ** 20;

export async function benchDesktop(): Promise<Row[]> {
  const model = await startFakeModel();
  const desktop = await startDesktop();
  const home = benchHome(model.baseUrl);
  try {
    return [...(await starts(home, desktop)), ...(await running(home, desktop))];
  } finally {
    await desktop.close();
    await model.close();
    home.remove();
  }
}

async function starts(home: TestHome, desktop: Desktop): Promise<Row[]> {
  const toTray: number[] = [];
  const toWindow: number[] = [];
  for (let at = 0; at <= STARTS; at += 1) {
    const icons = desktop.bus.iconsAt.length;
    const app = startBenchApp(home, desktop);
    const page = await app.page();
    const paintedAt = await eventually(() => page.evaluate<number | undefined>(CONTENT_PAINTED_AT));
    const trayAt = await eventually(() => desktop.bus.iconsAt[icons]);
    page.close();
    await app.stop();
    // The first one fills Chromium's caches.
    if (at === 0) continue;
    toTray.push(trayAt - app.startedAt);
    toWindow.push(paintedAt - app.startedAt);
  }
  return [
    row('start to tray icon, median', median(toTray), 'ms'),
    row('start to painted window, median', median(toWindow), 'ms'),
  ];
}

async function running(home: TestHome, desktop: Desktop): Promise<Row[]> {
  const app = startBenchApp(home, desktop, ['--hidden']);
  try {
    const client = await connectHttp(await app.server());
    await sleep(START_IS_OVER_MS);
    const before = app.processorMs();
    await sleep(IDLE_MS);
    const idle = (100 * (app.processorMs() - before)) / IDLE_MS;
    // What the start needed has been given back by then.
    const trayBytes = app.pssBytes();

    await app.openWindow();
    const page = await app.page();
    await eventually(() => page.evaluate<boolean>("document.querySelector('nav') !== null"));
    await sleep(SETTLE_MS);
    const windowBytes = app.pssBytes();
    const toCard = await questions(page, client, home);
    const work = await streaming(app, page, client, home);
    page.close();
    await client.close();
    return [
      row('memory, tray only, proportional', trayBytes / MIB, 'MiB', 200),
      row('memory, window open, proportional', windowBytes / MIB, 'MiB'),
      row('processor time of an idle tray', idle, '%', 0.5),
      row('engine asks to card painted, median', median(toCard), 'ms', 100),
      row('engine asks to card painted, 90th percentile', percentile(toCard, 90), 'ms'),
      row(
        '200 words a second: work of the page each frame, 95th percentile',
        percentile(work.perFrameMs, 95),
        'ms',
        10,
      ),
      row('200 words a second: longest task of the page', work.longestTaskMs, 'ms', 50),
    ];
  } finally {
    await app.stop();
  }
}

/** @returns from the engine's request to the frame in which its card is painted, ms each */
async function questions(page: DevTools, client: TestClient, home: TestHome): Promise<number[]> {
  await page.evaluate(WATCH_CARDS);
  const times: number[] = [];
  for (let at = 0; at < QUESTIONS; at += 1) {
    const prompt = script({ exec: { cmd: `touch file-${at}` } }, { text: 'done' });
    const called = client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    times.push(await eventually(() => page.evaluate<number | undefined>('globalThis.nextCard?.()')));
    await called;
  }
  return times.slice(3);
}

async function streaming(app: BenchApp, page: DevTools, client: TestClient, home: TestHome) {
  const text = Array.from({ length: STREAM.words }, (_, at) => (at % 12 === 11 ? 'word.\n\n' : 'word')).join(
    ' ',
  );
  const prompt = script({ text, delayMs: STREAM.delayMs });
  const called = client.codex({ prompt, cwd: home.folder });
  const threadId = await eventually(() => page.evaluate<string | undefined>(RUNNING_THREAD));
  await app.openWindow({ page: 'threads', threadId });
  await eventually(() => page.evaluate<boolean>(SHOWS_TIMELINE));
  const browser = await app.browser();
  const work = await traceFrames(browser, () => called.then(() => undefined));
  browser.close();
  return work;
}

const RUNNING_THREAD = `patchbay.command('state', {}).then(
  ({ value }) => value.threads.find(({ state }) => state === 'running')?.id)`;

const SHOWS_TIMELINE = "document.querySelector('[role=log] [data-index]') !== null";

/** When the largest content was painted, in ms since 1970. */
const CONTENT_PAINTED_AT = `new Promise((resolve) => {
  if (document.querySelector('nav') === null) return resolve(undefined);
  new PerformanceObserver((list) => {
    resolve(performance.timeOrigin + list.getEntries().at(-1).startTime);
  }).observe({ type: 'largest-contentful-paint', buffered: true });
})`;

/** Hands out how long each card took to be painted, and denies it as a person does: another one would not replace it. */
const WATCH_CARDS = `
  globalThis.times = [];
  globalThis.nextCard = () => globalThis.times.shift();
  const seen = new Set();
  new MutationObserver(() => {
    const article = document.querySelector('article');
    const id = article?.getAttribute('aria-labelledby');
    if (!id || seen.has(id)) return;
    seen.add(id);
    requestAnimationFrame(() => {
      const painted = new MessageChannel();
      painted.port1.onmessage = async () => {
        const paintedAt = Date.now();
        const { value } = await patchbay.command('state', {});
        const card = value.inbox.find((one) => 'question-' + one.id === id);
        globalThis.times.push(paintedAt - card.askedAt);
        while (!document.querySelector('article[data-keys=live]')) await new Promise((next) => setTimeout(next, 50));
        [...document.querySelectorAll('article footer button')].find(({ title }) => /Bksp|⌫/.test(title)).click();
      };
      painted.port2.postMessage(undefined);
    });
  }).observe(document.body, { childList: true, subtree: true, attributes: true });
  undefined`;
