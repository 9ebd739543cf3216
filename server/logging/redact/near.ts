// Secrets near a word that announces them, without any syntax: "token (x) from cache", a command that prints a
// password on the next line. Only generated values count here, and never an identifier or a hash.
import { isEmptyTalk, looksRandom } from './plausible.ts';
import { type Examined, PLACEHOLDER } from './span.ts';

interface Place {
  readonly start: number;
  readonly end: number;
}

/** How much of the line after the word is searched. */
const REACH = 160;
const RUN = /[A-Za-z0-9][\w+~-]{14,199}={0,2}/g;
/** Words before an identifier or a hash. */
const NAMES_AN_IDENTIFIER =
  /(?:(?:^|[^a-z])(?:id|uid|uri|hash|digest|etag|version|sha\d{0,3}|md5|checksum|integrity|fingerprint|thumbprint|commit|revision|file|path|name|challenge|trace|span|request|ray|issuer|kid|user|account|tenant|host|arn)|[a-z]Id)\W{1,4}(?:sha\d{1,3}[:-])?$/i;
const ENDS_BEFORE_RUN = /[/.@#]$/;

/** Letters of both cases and digits alternating, as only generators write them. */
export function isGenerated(run: string): boolean {
  if (run.length < 16 || run.includes(PLACEHOLDER)) return false;
  const isMixed = /\d/.test(run) && /[a-z]/.test(run) && /[A-Z]/.test(run);
  if (!isMixed || isUuid(run) || /^(?:[a-z]{2,12}_|[A-Z]{3,}_)/.test(run)) return false;
  const turns = run.match(/[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  return turns * 5 >= run.length && !/\d{4}-?\d\d-?\d\dT?/.test(run);
}

/** A line also ends with an escaped line break. */
function restOfLine(text: string, from: number, to: number): string {
  const reach = text.slice(from, to);
  const real = reach.indexOf('\n');
  const line = real < 0 ? reach : reach.slice(0, real);
  const written = line.indexOf('\\');
  if (written < 0) return line;
  const escaped = line.search(/\\{1,64}[rn]/);
  return escaped < 0 ? line : line.slice(0, escaped);
}

/** A generated value in the rest of the line; no position is examined twice. */
export function generatedAfter(
  text: string,
  at: number,
  examined: Examined,
  { isPath }: { isPath: boolean } = { isPath: false },
): Place[] {
  const from = Math.max(at, examined.get(generatedAfter) ?? 0);
  if (from >= at + REACH) return [];
  const rest = restOfLine(text, from, at + REACH);
  examined.set(generatedAfter, from + rest.length);
  if (!/[A-Za-z]\d|\d[A-Za-z]/.test(rest)) return [];
  const found: Place[] = [];
  for (const match of rest.matchAll(RUN)) {
    const start = from + match.index;
    const before = text.slice(Math.max(0, start - 24), start);
    if (NAMES_AN_IDENTIFIER.test(before) || (isPath ? /[.@]$/ : ENDS_BEFORE_RUN).test(before)) continue;
    RUN_ON.lastIndex = start;
    const end = RUN_ON.test(text) ? RUN_ON.lastIndex : start + match[0].length;
    if (isGenerated(text.slice(start, end).slice(0, 200)) && !isEmptyTalk(match[0]))
      found.push({ start, end });
  }
  return found;
}
const RUN_ON = /[A-Za-z0-9][\w+~./-]{14,4095}={0,2}/y;

const BREAKS = String.raw`(?:[ \t]{0,8}(?:\r?\n|(?:\\{1,64}r)?\\{1,64}n))`;
const BELOW = new RegExp(
  `${BREAKS}{1,3}[ \\t]{0,40}(?:\`\`\`\\w{0,10}${BREAKS})?(?:\\[1\\][ \\t])?(?:\\\\*["'\`])?([^\\s"'\`\\\\]{8,400})(?=\\\\*["'\`]?[ \\t]{0,8}(?:\\r?\\n|\\\\{1,64}[rn]|["']|$))`,
  'y',
);

const SYNTAX = /[:=,;|()[\]{}<>]/;
const PATH_OR_NAME = /^[a-z\d]+(?:[-_./][a-z\d]+)+$/i;

/** A value alone on the next line, or the one after it. */
export function valueBelow(
  text: string,
  name: Place,
  kind: 'password' | 'secret' | 'bare-key',
  examined: Examined,
): Place | undefined {
  if (name.end < (examined.get(valueBelow) ?? 0)) return undefined;
  const rest = restOfLine(text, name.end, name.end + REACH);
  const lineEnd = name.end + rest.length;
  examined.set(valueBelow, lineEnd);
  if (lineEnd >= text.length || rest.length === REACH) return undefined;
  BELOW.lastIndex = lineEnd;
  const value = BELOW.exec(text)?.[1];
  if (value === undefined || !/\d/.test(value) || value.includes(PLACEHOLDER)) return undefined;
  const isMore = SYNTAX.test(value) || PATH_OR_NAME.test(value);
  if (isMore && !isGenerated(value) && !/^[A-Z][a-z]+-[a-z\d]+$/.test(value)) return undefined;
  if (!looksRandom(value, 8)) return undefined;
  if (/^\d[\d.:T/Z-]+$/.test(value)) return undefined;
  const end = text.indexOf(value, lineEnd) + value.length;
  const place = { start: end - value.length, end };
  if (kind === 'bare-key') return /:[ \t]{0,8}$/.test(rest) && isGenerated(value) ? place : undefined;
  if (/^\W*$/.test(rest) || isAnnounced(text, name, rest)) return place;
  const isHex = /^[0-9a-f]{32,}$/.test(value);
  return isGenerated(value) && !isHex && (kind === 'password' || !isUuid(value)) ? place : undefined;
}

/** A colon at the end of the line, or a shell prompt at its beginning. */
function isAnnounced(text: string, name: Place, rest: string): boolean {
  if (/:[ \t]{0,8}$/.test(rest)) return true;
  const before = text.slice(Math.max(0, name.start - REACH), name.start);
  return /(?:^|\n|\\n|")(?:[\w.@:~/-]{0,40}[$#%+]|PS [^\n>]{0,60}>|>) [^\n\\]*$/.test(before);
}

/** More often an identifier than a secret. */
export function isUuid(value: string): boolean {
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value);
}
