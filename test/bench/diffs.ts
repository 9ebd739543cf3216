// Large patches on a card of the app: what the page's main thread does while one opens, and while it is scrolled through.
import fs from 'node:fs';
import path from 'node:path';
import { startDesktop } from '../support/desktop.ts';
import { script, startFakeModel } from '../support/fake-model.ts';
import type { TestHome } from '../support/home.ts';
import { connectHttp, type TestClient } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import type { DevTools } from './cdp.ts';
import { benchHome } from './contestants.ts';
import { type BenchApp, startBenchApp } from './desktop-app.ts';
import type { FrameWork } from './frames.ts';
import { percentile, type Row, row } from './measure.ts';
import { SKIP_INTRODUCTION, scrollFor, traceApp } from './scrolling.ts';

const LARGE_BYTES = 5_000_000;
const CHANGED_LINES = 5000;
const PATCH = 'article > [role=group]';

interface Patch {
  readonly name: string;
  /** What the model asks for. */
  readonly text: string;
}

export async function benchDiffs(): Promise<Row[]> {
  const model = await startFakeModel();
  const desktop = await startDesktop();
  const home = benchHome(model.baseUrl);
  const app = startBenchApp(home, desktop);
  try {
    const client = await connectHttp(await app.server());
    const page = await app.page();
    await eventually(() => page.evaluate<boolean>(SKIP_INTRODUCTION));
    const rows: Row[] = [];
    // The first card loads what later ones need too.
    for (const patch of [small(home), large(home), many(home)]) {
      const { opening, byLines, byPages } = await measure(patch, { app, page, client, home });
      if (patch.name === '') continue;
      rows.push(
        row(`${patch.name}: longest task while its card opens`, opening.longestTaskMs, 'ms'),
        row(
          `${patch.name}: work of the page each frame while it scrolls, 95th percentile`,
          percentile(byLines.perFrameMs, 95),
          'ms',
          10,
        ),
        row(`${patch.name}: longest task while it scrolls`, byLines.longestTaskMs, 'ms', 50),
        row(`${patch.name}: longest task while it scrolls by pages`, byPages.longestTaskMs, 'ms', 50),
      );
    }
    page.close();
    await client.close();
    return rows;
  } finally {
    await app.stop();
    await desktop.close();
    await model.close();
    home.remove();
  }
}

async function measure(
  patch: Patch,
  parts: { app: BenchApp; page: DevTools; client: TestClient; home: TestHome },
): Promise<{ opening: FrameWork; byLines: FrameWork; byPages: FrameWork }> {
  const { app, page, client, home } = parts;
  let called: Promise<unknown> = Promise.resolve();
  const opening = await traceApp(app, async () => {
    const prompt = script({ patch: patch.text }, { text: 'done' });
    called = client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    await eventually(() => page.evaluate<boolean>(HAS_COLOURS), { withinMs: 60_000 });
  });
  const byLines = await traceApp(app, () => page.evaluate(scrollFor(PATCH, { px: 20, everyFrames: 1 })));
  const byPages = await traceApp(app, () => page.evaluate(scrollFor(PATCH, { px: 600, everyFrames: 10 })));
  await page.evaluate(DENY);
  await called;
  return { opening, byLines, byPages };
}

function small(home: TestHome): Patch {
  fs.writeFileSync(path.join(home.folder, 'small.ts'), 'export const one = 1;\n');
  return { name: '', text: '*** Begin Patch\n*** Delete File: small.ts\n*** End Patch' };
}

function large(home: TestHome): Patch {
  const line = (at: number) =>
    `export const value${at} = { name: 'a line of some length', at: ${at} }; // ${at}\n`;
  const lines: string[] = [];
  for (let bytes = 0, at = 0; bytes < LARGE_BYTES; at += 1) {
    lines.push(line(at));
    bytes += line(at).length;
  }
  fs.writeFileSync(path.join(home.folder, 'large.ts'), lines.join(''));
  return { name: '5 MB', text: '*** Begin Patch\n*** Delete File: large.ts\n*** End Patch' };
}

function many(home: TestHome): Patch {
  const numbers = Array.from({ length: CHANGED_LINES }, (_, at) => at);
  const before = (at: number) => `export function step${at}(times: number) { return times * ${at}; }`;
  const after = (at: number) => `export function step${at}(count: number) { return count * ${at} + 1; }`;
  fs.writeFileSync(path.join(home.folder, 'many.ts'), numbers.map((at) => `${before(at)}\n`).join(''));
  const changes = numbers.map((at) => `-${before(at)}\n+${after(at)}\n`).join('');
  return {
    name: '10,000 lines in pairs',
    text: `*** Begin Patch\n*** Update File: many.ts\n@@\n${changes}*** End Patch`,
  };
}

/** The card is there, and the code on it has its colours. */
const HAS_COLOURS = "document.querySelector('article [data-token]') !== null";

const DENY = `(async () => {
  while (!document.querySelector('article[data-keys=live]')) await new Promise((next) => setTimeout(next, 50));
  document.querySelector('[data-answer=deny]').click();
  while (document.querySelector('article [data-token]')) await new Promise((next) => setTimeout(next, 50));
})()`;
