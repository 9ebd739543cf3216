// Passwords and tokens in addresses: the user part of a URL, encoded or not, and the special forms of database
// clients.
import type { Anchor } from './anchors.ts';
import { isEmptyTalk, looksRandom } from './plausible.ts';
import { PLACEHOLDER, type Rule } from './span.ts';

const USER_PART = /[^\s"'`<>\\/?@]{1,300}(?:@[^\s"'`<>\\/?@]{1,300})*?(?=@[A-Za-z0-9[])/y;
const ENCODED_USER_PART = /[^\s"'`<>\\/?#@:&%]{0,100}%(?:25)*3a([^\s"'`<>\\/?#@:&%]{3,300})(?=%(?:25)*40)/iy;
const CURL_USER = /(?:=|\s{1,2}|\\*["'],\s{0,2})\\*["']?([^\s"':\\]{1,100}):([^\s"'\\]{3,200})/y;
/** What is written as the password if the user part is the token. */
const NO_PASSWORD = /^(?:x-oauth-basic|x-token-auth)?$/;

const userPartRule: Rule = (text, at, anchor) => {
  const start = at + anchor.length;
  USER_PART.lastIndex = start;
  const part = USER_PART.exec(text)?.[0];
  if (part === undefined || part.includes(PLACEHOLDER)) return undefined;
  const colon = part.indexOf(':');
  const password = part.slice(colon + 1);
  if (colon > 0 && NO_PASSWORD.test(password) && looksRandom(part.slice(0, colon), 16)) {
    return { from: at, start, end: start + colon, kind: 'url-password' };
  }
  if (isEmptyTalk(password)) return undefined;
  if (colon < 0 && !looksRandom(password, 16)) return undefined;
  if (password === '') return undefined;
  return { from: at, start: start + colon + 1, end: start + part.length, kind: 'url-password' };
};

const encodedUserPartRule: Rule = (text, at, anchor) => {
  ENCODED_USER_PART.lastIndex = at + anchor.length;
  const password = ENCODED_USER_PART.exec(text)?.[1];
  if (password === undefined || isEmptyTalk(password)) return undefined;
  const end = ENCODED_USER_PART.lastIndex;
  return { from: at, start: end - password.length, end, kind: 'url-password' };
};

/** Applied at `-u` and `--user`. */
const curlUserRule: Rule = (text, at, anchor) => {
  CURL_USER.lastIndex = at + anchor.length;
  const found = CURL_USER.exec(text);
  const password = found?.[2];
  if (!found || password === undefined || password.includes(PLACEHOLDER)) return undefined;
  const end = CURL_USER.lastIndex;
  // `-u 1000:1000` names a user and a group.
  if (isEmptyTalk(password) || /^\d+$|^\/\//.test(password)) return undefined;
  return { from: at, start: end - password.length, end, kind: 'password' };
};

const BEFORE_NETWORK = /^[^\s"'`<>\\/:@]{1,80}:([^\s"'`<>\\/@]{3,200})$/;
const ENDS_BEFORE_NETWORK = /[\s"'`<>\\/@]/;
const LONGEST_BEFORE = 300;

/** `user:password@tcp(host)/db`, as in Go's drivers; applied at the network. */
const networkRule: Rule = (text, at) => {
  let from = at;
  const first = Math.max(0, at - LONGEST_BEFORE);
  while (from > first && !ENDS_BEFORE_NETWORK.test(text.charAt(from - 1))) from -= 1;
  const password = BEFORE_NETWORK.exec(text.slice(from, at))?.[1];
  if (password === undefined || isEmptyTalk(password) || password.includes(PLACEHOLDER)) return undefined;
  return { from: at - password.length, start: at - password.length, end: at, kind: 'url-password' };
};

const PGPASS_HOST = /(?:^|[\s"'`]|\\n)(?:[\w.*-]{1,200})$/;
const PGPASS_REST = /[\w.*-]{1,64}:[\w.*-]{1,64}:([^\s"'`]{4,200}?)(?=\s|["'`]|\\n|$)/y;

/** `host:5432:database:user:password`; applied at the port. */
const pgpassRule: Rule = (text, at, anchor) => {
  if (!PGPASS_HOST.test(text.slice(Math.max(0, at - 202), at))) return undefined;
  PGPASS_REST.lastIndex = at + anchor.length;
  const password = PGPASS_REST.exec(text)?.[1];
  if (password === undefined || !looksRandom(password, 6) || password.includes(PLACEHOLDER)) return undefined;
  const end = PGPASS_REST.lastIndex;
  return { from: at, start: end - password.length, end, kind: 'password' };
};

export const addressAnchors: readonly Anchor[] = [
  ...anchorsOf(userPartRule, ['://', ':\\/\\/']),
  ...anchorsOf(encodedUserPartRule, ['%3a%2f%2f', '%253a%252f%252f']),
  ...anchorsOf(curlUserRule, [' -u', '"-u', '--user', '--proxy-user']),
  ...anchorsOf(networkRule, ['@tcp(', '@tcp6(', '@unix(', '@cloudsql(']),
  ...anchorsOf(pgpassRule, [':5432:', ':5433:', ':6432:', ':*:']),
];

function anchorsOf(rule: Rule, literals: readonly string[]): Anchor[] {
  return literals.map((literal) => ({ literal, isCaseSensitive: false, rule }));
}
