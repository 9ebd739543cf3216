// Contents by their SHA-256, each stored once, in files that are written whole and never changed. A pack is the
// contents one behind the other, then an index of them as JSON, then the length of that index. A pack that a kill left
// unfinished still has its temporary name, and is removed by the next one who cleans up.
import { hash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { z } from 'zod';
import { checkpointBroken, checkpointNotWritten } from '../errors/checkpoints.ts';
import { makeFolder } from '../files/folders.ts';

export interface Blobs {
  has(id: string): boolean;
  /** Keeps it until `flush`. @returns its id: the SHA-256 of the content, hex @throws checkpoint-not-written */
  add(content: Buffer): string;
  /** @throws checkpoint-broken when it is missing or not what was stored */
  read(id: string): Buffer;
  /** Writes what was added; afterwards it survives a kill. @throws checkpoint-not-written; then nothing of it is kept */
  flush(): void;
  /**
   * Removes what is not needed, joins small packs, and removes what killed processes left behind. Nobody else may write
   * meanwhile. @throws checkpoint-not-written; then what is needed is still there
   */
  keepOnly(isNeeded: (id: string) => boolean): void;
  /** On disk, without what was not flushed. */
  sizeBytes(): number;
}

interface Place {
  readonly pack: string;
  readonly offset: number;
  readonly storedBytes: number;
  readonly isDeflated: boolean;
}

/** By id: offset, stored length, 1 where it is deflated. */
const indexSchema = z.record(z.string(), z.tuple([z.number(), z.number(), z.literal([0, 1])]));
type Index = z.infer<typeof indexSchema>;

const EXTENSION = '.pack';
const UNFINISHED = '.unfinished';
/** Of the length of the index, at the end of a pack. */
const TAIL_BYTES = 8;
/** Smaller ones are not worth it. */
const MIN_DEFLATED_BYTES = 200;
/** Of contents kept in memory before they are written to the pack. */
const MAX_PENDING_BYTES = 8_000_000;
/** A pack of which less is needed is written again without the rest. */
const MIN_NEEDED = 0.5;
/** More small packs than this are joined: each is a file to open. */
const MAX_SMALL_PACKS = 50;
const SMALL_BYTES = 4_000_000;

export function contentId(content: Buffer): string {
  return hash('sha256', content, 'hex');
}

/** @param folder created when something is written */
export function openBlobs(folder: string): Blobs {
  const places = new Map<string, Place>();
  const known = new Set<string>();
  let writer: PackWriter | undefined;

  /** Other processes add packs too. */
  function refresh(): void {
    const packs = packsIn(folder);
    const isGone = [...known].some((pack) => !packs.includes(pack));
    if (isGone) {
      known.clear();
      places.clear();
    }
    for (const pack of packs) {
      if (known.has(pack)) continue;
      for (const [id, [offset, storedBytes, isDeflated]] of Object.entries(
        readIndex(path.join(folder, pack)),
      ))
        places.set(id, { pack, offset, storedBytes, isDeflated: isDeflated === 1 });
      known.add(pack);
    }
  }

  function placeOf(id: string): Place | undefined {
    if (!places.has(id)) refresh();
    return places.get(id);
  }

  /** A pack that cannot be written to its end is none: what was added to it has to be added again. */
  function write(pack: PackWriter, work: () => void): void {
    try {
      work();
    } catch (cause) {
      if (writer === pack) writer = undefined;
      pack.abandon();
      throw checkpointNotWritten(folder, cause);
    }
  }

  function open(): PackWriter {
    try {
      return startPack(folder);
    } catch (cause) {
      throw checkpointNotWritten(folder, cause);
    }
  }

  function flush(): void {
    const finished = writer;
    if (!finished) return;
    write(finished, () => finished.finish());
    writer = undefined;
    refresh();
  }

  function read(id: string): Buffer {
    if (writer?.has(id)) flush();
    const content = contentAt(id);
    if (contentId(content) !== id) throw checkpointBroken(folder, `${id} is not what was stored`);
    return content;
  }

  function contentAt(id: string): Buffer {
    try {
      return contentIn(placeOf(id), id);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw checkpointBroken(folder, cause);
    }
    // Another process has joined packs meanwhile.
    refresh();
    try {
      return contentIn(places.get(id), id);
    } catch (cause) {
      throw checkpointBroken(folder, cause);
    }
  }

  function contentIn(place: Place | undefined, id: string): Buffer {
    if (!place) throw new Error(`${id} is missing`);
    const stored = readAt(path.join(folder, place.pack), place.offset, place.storedBytes);
    return place.isDeflated ? zlib.inflateRawSync(stored) : stored;
  }

  refresh();
  return {
    has: (id) => places.has(id) || writer?.has(id) === true,
    add(content) {
      const id = contentId(content);
      if (places.has(id) || writer?.has(id)) return id;
      const pack = writer ?? open();
      writer = pack;
      write(pack, () => pack.add(id, content));
      return id;
    },
    read,
    flush,
    keepOnly(isNeeded) {
      refresh();
      for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
        if (name.endsWith(UNFINISHED)) fs.rmSync(path.join(folder, name), { force: true });
      }
      const all = packsIn(folder).map((pack) => {
        const own = [...places].filter(([, place]) => place.pack === pack);
        const needed = own.filter(([id]) => isNeeded(id));
        return {
          pack,
          needed,
          neededBytes: bytesOf(needed),
          isLoose: bytesOf(needed) < MIN_NEEDED * bytesOf(own),
        };
      });
      // First, since joining the others needs room.
      for (const { pack } of all.filter(({ needed }) => needed.length === 0))
        fs.rmSync(path.join(folder, pack), { force: true });
      const packs = all.filter(({ needed }) => needed.length > 0);
      const small = packs.filter(({ neededBytes }) => neededBytes < SMALL_BYTES);
      const rewritten = packs.filter(
        (one) => one.isLoose || (small.length > MAX_SMALL_PACKS && small.includes(one)),
      );
      if (rewritten.length > 0) {
        const again = open();
        write(again, () => {
          for (const [id] of rewritten.flatMap(({ needed }) => needed))
            if (!again.has(id)) again.add(id, read(id));
          again.finish();
        });
      }
      for (const { pack } of rewritten) fs.rmSync(path.join(folder, pack), { force: true });
      refresh();
    },
    sizeBytes: () =>
      packsIn(folder).reduce(
        (sum, pack) => sum + (fs.statSync(path.join(folder, pack), { throwIfNoEntry: false })?.size ?? 0),
        0,
      ),
  };
}

function bytesOf(contents: readonly (readonly [string, Place])[]): number {
  return contents.reduce((sum, [, { storedBytes }]) => sum + storedBytes, 0);
}

interface PackWriter {
  has(id: string): boolean;
  add(id: string, content: Buffer): void;
  finish(): void;
  /** Nothing of it stays. */
  abandon(): void;
}

function startPack(folder: string): PackWriter {
  makeFolder(folder);
  const file = path.join(folder, `${Date.now()}-${randomUUID()}${EXTENSION}`);
  const descriptor = fs.openSync(`${file}${UNFINISHED}`, 'wx', 0o600);
  const index: Index = {};
  let chunks: Buffer[] = [];
  let pendingBytes = 0;
  let offset = 0;

  function write(): void {
    const all = Buffer.concat(chunks);
    for (let done = 0; done < all.length; ) done += fs.writeSync(descriptor, all, done);
    chunks = [];
    pendingBytes = 0;
  }

  return {
    has: (id) => Object.hasOwn(index, id),
    add(id, content) {
      const deflated =
        content.length < MIN_DEFLATED_BYTES ? undefined : zlib.deflateRawSync(content, { level: 1 });
      const isDeflated = deflated !== undefined && deflated.length < content.length * 0.9;
      const stored = isDeflated ? deflated : content;
      index[id] = [offset, stored.length, isDeflated ? 1 : 0];
      offset += stored.length;
      chunks.push(stored);
      pendingBytes += stored.length;
      if (pendingBytes > MAX_PENDING_BYTES) write();
    },
    finish() {
      const text = Buffer.from(JSON.stringify(index));
      const tail = Buffer.alloc(TAIL_BYTES);
      tail.writeBigUInt64LE(BigInt(text.length));
      chunks.push(text, tail);
      write();
      fs.closeSync(descriptor);
      fs.renameSync(`${file}${UNFINISHED}`, file);
    },
    abandon() {
      fs.rmSync(`${file}${UNFINISHED}`, { force: true });
      closeQuietly(descriptor);
    },
  };
}

/** It may be closed already. */
function closeQuietly(descriptor: number): void {
  try {
    fs.closeSync(descriptor);
  } catch {
    // It is, or the disk has failed: nothing of the file is needed.
  }
}

function packsIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder).filter((name) => name.endsWith(EXTENSION));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw checkpointBroken(folder, error);
  }
}

/** One that cannot be read has no contents: whoever needs them hears that they are missing. */
function readIndex(file: string): Index {
  try {
    const { size } = fs.statSync(file);
    const length = Number(readAt(file, size - TAIL_BYTES, TAIL_BYTES).readBigUInt64LE());
    return indexSchema.parse(JSON.parse(String(readAt(file, size - TAIL_BYTES - length, length))));
  } catch {
    return {};
  }
}

/** @throws when there is less than that */
function readAt(file: string, offset: number, length: number): Buffer {
  const descriptor = fs.openSync(file, 'r');
  try {
    const content = Buffer.alloc(length);
    for (let done = 0; done < length; ) {
      const read = fs.readSync(descriptor, content, done, length - done, offset + done);
      if (read === 0) throw new Error('the file is shorter than it was');
      done += read;
    }
    return content;
  } finally {
    fs.closeSync(descriptor);
  }
}
