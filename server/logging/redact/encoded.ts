// Base64 of text with a secret: a credentials file, a kubeconfig, an environment. Each word that announces a secret
// has three base64 forms; where one appears, the whole run is decoded and searched.
import type { Anchor } from './anchors.ts';
import { base64Forms } from './known.ts';
import type { Rule } from './span.ts';

const WORDS =
  'secret|Secret|SECRET|password|Password|PASSWORD|passwd|token|Token|TOKEN|api_key|apiKey|ApiKey|apikey|passphrase|Bearer |API_KEY|private_key|privateKey|PRIVATE KEY|credential|"auth":|-key-data';
const LITERALS = [...new Set(WORDS.split('|').flatMap(base64Forms))];
const LONGEST = 256 * 1024;
const SHORTEST = 24;
/** Programs wrap base64 at 60 columns or more. */
const NARROWEST = 60;
const FORWARD = /[A-Za-z0-9+/_-]{1,262144}/y;
const BREAK = /(?:\r?\n|\\{1,64}n)[ \t]{0,16}(?=[A-Za-z0-9+/_-])/y;
const BACKWARD_BREAK = /[A-Za-z0-9+/_-](?:\r?\n|\\{1,64}n)[ \t]{0,16}$/;

/** @param holdsSecret searches the decoded text */
export function encodedAnchors(holdsSecret: (text: string) => boolean): Anchor[] {
  const rule: Rule = (text, at, _anchor, examined) => {
    const floor = examined.get(encodedAnchors) ?? 0;
    if (at < floor) return undefined;
    const start = startOfRun(text, at, floor);
    const end = endOfRun(text, at);
    examined.set(encodedAnchors, end);
    if (end - start < SHORTEST) return undefined;
    const decoded = Buffer.from(text.slice(start, end).replaceAll(/\s|\\+n/g, ''), 'base64').toString();
    if (!isText(decoded) || !holdsSecret(decoded)) return undefined;
    const padding = /^={0,2}/.exec(text.slice(end, end + 2))?.[0].length ?? 0;
    return { from: start, start, end: end + padding, kind: 'encoded' };
  };
  return LITERALS.map((literal) => ({ literal, isCaseSensitive: true, rule }));
}

function isText(decoded: string): boolean {
  return !/[^\t\n\r\x20-\x7e\u00a0-\uffef]/.test(decoded.slice(0, 2000));
}

function startOfRun(text: string, at: number, floor: number): number {
  const first = Math.max(floor, at - LONGEST);
  let start = at;
  let lineEnd = at;
  while (true) {
    while (start > first && isPart(text.charCodeAt(start - 1))) start -= 1;
    const isLine = lineEnd === at || lineEnd - start >= NARROWEST;
    const gap = isLine ? BACKWARD_BREAK.exec(text.slice(Math.max(first, start - 40), start)) : null;
    // The two characters `\n` end with a base64 letter.
    if (!gap || start <= first) break;
    lineEnd = start - gap[0].length + 1;
    let before = lineEnd;
    while (before > first && isPart(text.charCodeAt(before - 1))) before -= 1;
    if (lineEnd - before < NARROWEST) break;
    start = before;
  }
  return text.charAt(start - 1) === '\\' && text.charAt(start) === 'n' ? start + 1 : start;
}

function endOfRun(text: string, at: number): number {
  FORWARD.lastIndex = at;
  if (!FORWARD.test(text)) return at;
  let end = FORWARD.lastIndex;
  let lineStart = at;
  while (end - at < LONGEST) {
    BREAK.lastIndex = end;
    const isFirst = lineStart === at;
    if ((!isFirst && end - lineStart < NARROWEST) || !BREAK.test(text)) break;
    lineStart = BREAK.lastIndex;
    FORWARD.lastIndex = lineStart;
    FORWARD.test(text);
    if (!/^(?:=|\s|\\|["']|$)/.test(text.charAt(FORWARD.lastIndex))) break;
    if (
      FORWARD.lastIndex - lineStart < NARROWEST &&
      !/[A-Z\d]/.test(text.slice(lineStart, FORWARD.lastIndex))
    )
      break;
    end = FORWARD.lastIndex;
  }
  return end;
}

function isPart(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 43 ||
    code === 47 ||
    code === 45 ||
    code === 95
  );
}
