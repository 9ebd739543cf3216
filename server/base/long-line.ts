// A line that is longer than a message may be is dropped while it comes; its two ends are kept, since in one of them
// stands whose request it was.
import { type Refusal, readableIdOf, refusalWith } from './incoming.ts';
import { jsonIn } from './json-in.ts';

/** The most a peer may send in one line. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** How much is kept of each end. */
export const LINE_END_BYTES = 1024;

/** The first and the last bytes of a line, as text; `tail` is undefined while the line still comes. */
export interface LineEnds {
  readonly head: string;
  readonly tail?: string;
}

const TOO_LONG = `it is longer than ${MAX_LINE_BYTES / 1024 / 1024} MiB, the most that Patchbay reads in one line`;

const STRING = '"(?:[^"\\\\]|\\\\.)*"';
const SCALAR = `(?:${STRING}|-?\\d[\\d.eE+-]*|true|false|null)`;
/** The members before the first one that is no plain value. */
const PLAIN_MEMBERS = new RegExp(`^\\s*\\{(?:\\s*${STRING}\\s*:\\s*${SCALAR}\\s*,)*`);
/** What follows them in an answer. */
const RESULT_NEXT = /^\s*"(?:result|error)"\s*:/;
/** The last member, of the outermost object since nothing comes after it. */
const LAST_ID = new RegExp(`,\\s*("id"\\s*:\\s*${SCALAR}\\s*\\})\\s*$`);

/**
 * @returns what to answer; undefined if it is an answer itself, or, while the line still comes, if its end may say more
 */
export function refusalOfLongLine({ head, tail }: LineEnds): Refusal | undefined {
  const plain = PLAIN_MEMBERS.exec(head)?.[0];
  const first = plain === undefined ? undefined : membersIn(`${plain.trimEnd().replace(/,$/, '')}}`);
  const isRequest = first !== undefined && 'method' in first;
  const last = isRequest && tail !== undefined ? membersIn(`{${LAST_ID.exec(tail)?.[1] ?? '}'}`) : undefined;
  const id = isRequest ? readableIdOf({ ...last, ...first }) : null;
  if (tail === undefined && first !== undefined && id === null) return undefined;
  if (plain !== undefined && !isRequest && RESULT_NEXT.test(head.slice(plain.length))) return undefined;
  return refusalWith(TOO_LONG, id);
}

function membersIn(text: string): Readonly<Record<string, unknown>> | undefined {
  return jsonIn(text) as Readonly<Record<string, unknown>> | undefined;
}
