// A long thread in the window of the app: what the page's main thread does while it opens, and while it is scrolled from its end.
import fs from 'node:fs';
import path from 'node:path';
import { fileOfThread } from '../../server/records/record-files.ts';
import { type Desktop, startDesktop } from '../support/desktop.ts';
import { script, startFakeModel } from '../support/fake-model.ts';
import type { TestHome } from '../support/home.ts';
import { connectHttp, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { benchHome } from './contestants.ts';
import { startBenchApp } from './desktop-app.ts';
import { percentile, type Row, row } from './measure.ts';
import { SKIP_INTRODUCTION, scrollFor, traceApp } from './scrolling.ts';

const ITEMS = 10_000;
const TIMELINE = '[role=log]';

export async function benchTimelines(): Promise<Row[]> {
  const model = await startFakeModel();
  const desktop = await startDesktop();
  const home = benchHome(model.baseUrl);
  try {
    const thread = await beginThread(home, desktop);
    lengthen(home, thread.id);
    return await measure(home, desktop, thread);
  } finally {
    await desktop.close();
    await model.close();
    home.remove();
  }
}

interface BegunThread {
  readonly id: string;
  /** Of whom it is. */
  readonly token: string;
}

/** The engine has the thread too, so that it goes on later. */
async function beginThread(home: TestHome, desktop: Desktop): Promise<BegunThread> {
  const app = startBenchApp(home, desktop, ['--hidden']);
  try {
    const server = await app.server();
    const client = await connectHttp(server);
    const result = await client.codex({ prompt: script({ text: 'begun' }), cwd: home.folder });
    await client.close();
    return { id: threadOf(result), token: server.token };
  } finally {
    await app.stop();
  }
}

/** Adds a turn to what was recorded of the thread: an hour's work of commands, and what Codex says of them. */
function lengthen(home: TestHome, threadId: string): void {
  const turnId = 'long';
  const items = Array.from({ length: ITEMS }, (_, at) => {
    const id = `item-${at}`;
    const command = { type: 'commandExecution', id, command: `npm test -- part-${at}`, cwd: home.folder };
    return at % 3 === 0
      ? {
          type: 'agentMessage',
          id,
          text: `Part **${at}** of \`src/parts\` is next.\n\nIts tests come first.`,
        }
      : { ...command, status: 'completed', aggregatedOutput: `ok ${at}\n`.repeat(1 + (at % 5)), exitCode: 0 };
  });
  const lines = [
    { kind: 'turn-started', turnId },
    ...items.map((item) => ({ kind: 'item', turnId, item })),
    { kind: 'turn-ended', turnId, status: 'completed', error: null },
  ];
  const file = fileOfThread(path.join(home.patchbayHome, 'records'), threadId);
  const time = new Date().toISOString();
  fs.appendFileSync(file, lines.map((line) => `${JSON.stringify({ time, ...line })}\n`).join(''));
}

async function measure(home: TestHome, desktop: Desktop, thread: BegunThread): Promise<Row[]> {
  const app = startBenchApp(home, desktop);
  try {
    const page = await app.page();
    await eventually(() => page.evaluate<boolean>(SKIP_INTRODUCTION));
    const client = await connectHttp(await app.server(thread.token));
    await client.reply({ threadId: thread.id, prompt: script({ text: 'the end' }) });
    const opening = await traceApp(app, async () => {
      await app.openWindow({ page: 'threads', threadId: thread.id });
      await eventually(() => page.evaluate<boolean>(IS_AT_ITS_END));
    });
    const byLines = await traceApp(app, () =>
      page.evaluate(scrollFor(TIMELINE, { px: -20, everyFrames: 1 })),
    );
    const byPages = await traceApp(app, () =>
      page.evaluate(scrollFor(TIMELINE, { px: -600, everyFrames: 10 })),
    );
    const through = await traceApp(app, () =>
      page.evaluate(scrollFor(TIMELINE, { px: -4000, everyFrames: 1 })),
    );
    page.close();
    await client.close();
    const name = '10,000 items';
    return [
      row(`${name}: longest task while the thread opens`, opening.longestTaskMs, 'ms'),
      row(
        `${name}: work of the page each frame while it scrolls, 95th percentile`,
        percentile(byLines.perFrameMs, 95),
        'ms',
        10,
      ),
      row(`${name}: longest task while it scrolls`, byLines.longestTaskMs, 'ms', 50),
      row(`${name}: longest task while it scrolls by pages`, byPages.longestTaskMs, 'ms', 50),
      row(`${name}: longest task while all of it flies by`, through.longestTaskMs, 'ms', 50),
    ];
  } finally {
    await app.stop();
  }
}

/** The last message is drawn, of as many as there should be. */
const IS_AT_ITS_END = `(() => {
  const drawn = [...document.querySelectorAll('${TIMELINE} [data-index]')];
  return drawn.some(({ dataset, textContent }) => Number(dataset.index) > ${ITEMS} && textContent.includes('the end'));
})()`;
