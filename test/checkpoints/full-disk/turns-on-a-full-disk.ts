// Turns, undo and redo while the disk of the store or of the folder is full at one moment, with a little more room each
// time: `node turns-on-a-full-disk.ts KIND SMALL LARGE`. Prints how each ended as a line of JSON; ends with an
// error where a folder is neither as before nor as after, or where later turns cannot be undone.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type Checkpoints, openCheckpoints } from '../../../server/checkpoints/checkpoints.ts';
import { defaultCoverage } from '../../../server/checkpoints/look.ts';
import { PatchbayError } from '../../../server/errors/error.ts';
import { appendLine, readLinesOf } from '../../../server/files/append-line.ts';
import { writeJsonFile } from '../../../server/files/json-file.ts';
import { bringBack, THREAD, takeBack } from '../as-shown.ts';
import { pictureOf } from '../histories.ts';
import { type DiskKind, smallDisk } from './small-disk.ts';

const PAGE = 4096;
const MOMENTS = ['begin', 'end', 'undo', 'redo'] as const;
const PLACES = ['store', 'folder'] as const;
type Moment = (typeof MOMENTS)[number];

const [kind, small = '', large = ''] = process.argv.slice(2);
// Otherwise a write beyond the limit ends the program.
process.on('SIGXFSZ', () => undefined);
const pages = kind === 'full-disk' ? [0, 1, 2, 3, 4, 8, 16, 60] : [0, 1, 60];
const rooms = pages.map((count) => count * PAGE);
const disk = smallDisk(kind as DiskKind, small);

for (const place of PLACES) {
  for (const moment of MOMENTS) for (const room of rooms) await tryOut(place, moment, room);
}
tryFile();
tryLines();

async function tryOut(place: (typeof PLACES)[number], full: Moment, room: number): Promise<void> {
  const store = path.join(place === 'store' ? small : large, 'store');
  const folder = path.join(place === 'folder' ? small : large, 'work');
  for (const one of [store, folder]) fs.rmSync(one, { recursive: true, force: true });
  fs.mkdirSync(path.join(folder, 'src'), { recursive: true });
  const write = (name: string, bytes: number) =>
    fs.writeFileSync(path.join(folder, name), randomBytes(bytes));
  const what = `${full} with ${room} bytes, ${place}`;
  const open = () => openCheckpoints({ folder: store, coverage: defaultCoverage });
  const checkpoints = open();

  /** @returns the error, where it could not be done */
  async function attempt(moment: Moment, work: () => Promise<unknown>): Promise<PatchbayError | undefined> {
    if (moment === full) disk.fill(room);
    try {
      await work();
      return undefined;
    } catch (error) {
      if (!(error instanceof PatchbayError)) throw error;
      return error;
    } finally {
      if (moment === full) disk.free();
    }
  }

  for (const name of ['a', 'src/b']) write(name, 40_000);
  const before = pictureOf(folder);
  let turn = 0;
  const begun = await attempt('begin', async () => {
    turn = (await checkpoints.begin(THREAD, folder)).turn;
  });
  for (const name of ['a', 'src/c']) write(name, 60_000);
  fs.rmSync(path.join(folder, 'src/b'));
  const after = pictureOf(folder);
  const work = { times: [[0, Date.now()]] as const, patched: [] };
  const ended = await attempt('end', () => checkpoints.end(THREAD, turn, work));
  const undone = await attempt('undo', () => takeBack(checkpoints));
  assert.deepEqual(pictureOf(folder), undone ? after : before, `${what}: undone or not`);
  await open().begin('another', folder);
  assert.deepEqual(pictureOf(folder), undone ? after : before, `${what}: and finished`);
  let redone: PatchbayError | undefined;
  if (!undone) {
    redone = await attempt('redo', () => bringBack(open()));
    assert.deepEqual(pictureOf(folder), redone ? before : after, `${what}: redone or not`);
  }
  const failed = begun ?? ended ?? undone ?? redone;
  process.stdout.write(
    `${JSON.stringify({ place, full, room, ...(failed && { code: failed.code, message: failed.message }) })}\n`,
  );
  if (undone?.code === 'restore-failed' || undone?.code === 'file-not-written')
    await takeBack(open()).then(() => assert.deepEqual(pictureOf(folder), before, `${what}: again`));
  if (redone)
    await bringBack(open()).then(() => assert.deepEqual(pictureOf(folder), after, `${what}: again`));
  await worksAgain(open(), folder, what);
  assert.deepEqual(leftovers(store, folder), [], `${what}: nothing is left`);
}

async function worksAgain(checkpoints: Checkpoints, folder: string, what: string): Promise<void> {
  const before = pictureOf(folder);
  const { turn } = await checkpoints.begin(THREAD, folder);
  for (const name of fs.readdirSync(folder)) fs.rmSync(path.join(folder, name), { recursive: true });
  await checkpoints.end(THREAD, turn, { times: [[0, Date.now()]], patched: [] });
  await takeBack(checkpoints);
  assert.deepEqual(pictureOf(folder), before, `${what}: later turns are undone`);
}

function leftovers(store: string, folder: string): string[] {
  return [store, folder]
    .flatMap((one) => fs.readdirSync(one, { recursive: true }).map(String))
    .filter((name) => /unfinished|patchbay-restore|journals\/.|\.lock/.test(name));
}

/** A file of ours is whole or as it was, with a part of a page left too. */
function tryFile(): void {
  const file = path.join(small, 'settings.json');
  writeJsonFile(file, { version: 1 });
  for (const room of rooms) {
    disk.fill(room);
    try {
      writeJsonFile(file, { version: 1, text: 'x'.repeat(5 * PAGE) });
    } catch (error) {
      assert.equal((error as PatchbayError).code, 'file-not-written');
    } finally {
      disk.free();
    }
    assert.equal(JSON.parse(fs.readFileSync(file, 'utf8')).version, 1, `a file with ${room} bytes`);
    assert.deepEqual(
      fs.readdirSync(small).filter((name) => name.startsWith('settings.json.')),
      [],
    );
    fs.writeFileSync(file, '{"version":1}');
  }
}

/** A line that did not fit is told, and spoils no other one. */
function tryLines(): void {
  const file = path.join(small, 'audit.jsonl');
  const written: string[] = [];
  for (const room of rooms) {
    disk.fill(room);
    const line = `${room} ${'x'.repeat(3 * PAGE)}`;
    try {
      appendLine(file, line);
      written.push(line);
    } catch (error) {
      assert.match((error as NodeJS.ErrnoException).code ?? '', /ENOSPC|EFBIG/);
    } finally {
      disk.free();
    }
    appendLine(file, `after ${room}`);
    written.push(`after ${room}`);
  }
  const whole = readLinesOf(file).filter((line) => written.includes(line));
  assert.deepEqual(whole, written, 'lines');
}
