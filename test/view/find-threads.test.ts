// Searches that a newer one takes the place of. A record that is a pipe holds a search for as long as the test wants.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test as base, expect } from 'vitest';
import { createThreadFinder, type ThreadFinder } from '../../server/view/threads/find-threads.ts';

type Asker = Parameters<ThreadFinder['find']>[0]['asker'];

interface Held {
  /** What came of it, as a word: the number of threads, or the code of the error. */
  look(asker: Asker, text: string): Promise<number | string>;
  /** Waits until a search reads the pipe. @returns what lets it go on, with this record */
  reading(): Promise<(record: object) => Promise<void>>;
  readonly finder: ThreadFinder;
}

const test = base.extend<{ held: Held }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  held: async ({}, use) => {
    const recordsFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-finding-'));
    const pipe = path.join(recordsFolder, 't-pipe.jsonl');
    const freshPipe = () => {
      execFileSync('mkfifo', [`${pipe}.next`]);
      fs.renameSync(`${pipe}.next`, pipe);
    };
    freshPipe();
    const finder = createThreadFinder({
      recordsFolder,
      engine: () => undefined,
      running: () => [],
      redact: (text) => text,
    });
    await use({
      finder,
      look: (asker, text) =>
        finder.find({ asker, text, filter: {}, limit: 10 }).then(
          ({ threads }) => threads.length,
          (error: { code?: string; message: string }) => error.code ?? error.message,
        ),
      async reading() {
        const handle = await fs.promises.open(pipe, 'w');
        // The next search reads another one, whenever this one is done with its own.
        freshPipe();
        return async (record) => {
          await handle.write(`${JSON.stringify({ time: new Date().toISOString(), ...record })}\n`);
          await handle.close();
        };
      },
    });
    const closing = finder.close();
    // After a failure, somebody may still wait for the other end.
    fs.closeSync(fs.openSync(pipe, fs.constants.O_RDWR | fs.constants.O_NONBLOCK));
    await closing;
    fs.rmSync(recordsFolder, { recursive: true });
  },
});

const thread = {
  kind: 'thread',
  threadId: 't-pipe',
  client: 'Cursor',
  principal: 'p1',
  folder: '/home/mira',
};

test('of the searches of one place only the newest is done, and other places get their answers', async ({
  held: { look, reading },
}) => {
  const first = look('list', 'c');
  const goOn = await reading();
  const typed = ['cu', 'cur', 'curs'].map((text) => look('list', text));
  const last = look('list', 'cursor');
  const other = look('filters', 'mira');
  expect(await Promise.all([first, ...typed])).toEqual(Array(4).fill('search-superseded'));
  await goOn(thread);

  // Two more read it. With any other among them, one of these would wait for ever.
  for (let round = 0; round < 2; round += 1) await (await reading())(thread);
  expect([await last, await other]).toEqual([1, 1]);
  const next = look('list', 'nowhere');
  await (await reading())(thread);
  expect(await next).toBe(0);
});

test('closing ends the search that runs and what waits, and none can be started then', async ({
  held: { finder, look, reading },
}) => {
  const running = look('list', 'one');
  const goOn = await reading();
  const waiting = look('filters', 'two');
  const closing = finder.close();
  // A thread cannot be ended while the system reads for it.
  await goOn(thread);
  await closing;
  expect(await Promise.all([running, waiting])).toEqual(Array(2).fill('the search has ended'));
  expect(await look('list', 'three')).toBe('the search has ended');
  await finder.close();
});
