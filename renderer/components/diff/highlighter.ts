// The colours of diffs, asked of a worker for the lines that are shown and kept as long as their file is.
import type { Side } from './diff-lines.ts';
import type { SyntaxAnswer, SyntaxRequest, SyntaxSegment } from './syntax-messages.ts';
import type { Tokens } from './word-changes.ts';

export interface Highlighter {
  /** @returns the colours of one line; undefined while they are not known */
  tokens(side: Side, line: number): Tokens | undefined;
  /** @returns when the colours of these lines are known; undefined if they are */
  load(side: Side, from: number, to: number): Promise<void> | undefined;
  close(): void;
}

const CHUNK_LINES = 100;
/** A comment or string that began further above is not recognised. */
const LEAD_IN_LINES = 60;

type Chunk = { readonly tokens: readonly Tokens[] } | { readonly loading: Promise<void> };

export function openHighlighter(): Highlighter {
  const chunks = new WeakMap<Side, Map<number, Chunk>>();
  const waiting = new Map<number, (lines: readonly Tokens[]) => void>();
  let worker: Worker | undefined;
  let lastId = 0;

  function ask(request: Omit<SyntaxRequest, 'id'>): Promise<readonly Tokens[]> {
    if (!worker) {
      worker = new Worker(new URL('./syntax.worker.ts', import.meta.url), { type: 'module' });
      worker.addEventListener('message', ({ data }: MessageEvent<SyntaxAnswer>) => {
        waiting.get(data.id)?.(data.lines);
        waiting.delete(data.id);
      });
    }
    lastId += 1;
    worker.postMessage({ ...request, id: lastId } satisfies SyntaxRequest);
    return new Promise((resolve) => waiting.set(lastId, resolve));
  }

  function chunksOf(side: Side): Map<number, Chunk> {
    const known = chunks.get(side) ?? new Map<number, Chunk>();
    chunks.set(side, known);
    return known;
  }

  return {
    tokens(side, line) {
      const chunk = chunks.get(side)?.get(Math.floor(line / CHUNK_LINES));
      return chunk && 'tokens' in chunk ? chunk.tokens[line % CHUNK_LINES] : undefined;
    },
    load(side, from, to) {
      const known = chunksOf(side);
      const loading: Promise<void>[] = [];
      // The next ones as well: who scrolls on sees their colours at once.
      const ahead = Math.min(side.lines.length, to + CHUNK_LINES);
      for (let at = Math.floor(from / CHUNK_LINES); at * CHUNK_LINES < ahead; at += 1) {
        const isWanted = at * CHUNK_LINES < to;
        const before = known.get(at);
        if (before && 'tokens' in before) continue;
        if (before) {
          if (isWanted) loading.push(before.loading);
          continue;
        }
        const { extension } = side;
        const now = ask({ extension, segments: segmentsOf(side, at) }).then((tokens) => {
          known.set(at, { tokens });
        });
        known.set(at, { loading: now });
        if (isWanted) loading.push(now);
      }
      return loading.length === 0 ? undefined : Promise.all(loading).then(() => undefined);
    },
    close() {
      worker?.terminate();
      worker = undefined;
    },
  };
}

/** The lines of a chunk, cut where a hunk begins: what stands above that is somewhere else in the file. */
function segmentsOf({ lines, starts }: Side, chunk: number): SyntaxSegment[] {
  const first = chunk * CHUNK_LINES;
  const end = Math.min(lines.length, first + CHUNK_LINES);
  const inside = starts.filter((start) => start > first && start < end);
  const hunk = starts.findLast((start) => start <= first) ?? 0;
  const bounds = [first, ...inside, end];
  return bounds.slice(0, -1).map((from, index) => {
    const begin = index === 0 ? Math.max(hunk, from - LEAD_IN_LINES) : from;
    return { lines: lines.slice(begin, bounds[index + 1]), skip: from - begin };
  });
}
