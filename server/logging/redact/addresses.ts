// Passwords and tokens in the user part of an address, and those that commands are given without a name.
import { isEmptyTalk, looksRandom } from './plausible.ts';
import { PLACEHOLDER, type Rule } from './span.ts';

const USER_PART = /[^\s"'`<>\\/?#@]{1,300}(?:@[^\s"'`<>\\/?#@]{1,300})*?(?=@[A-Za-z0-9[])/y;
const CURL_USER = /(?:=|\s{1,2}|\\*["'],\s{0,2})\\*["']?([^\s"':\\]{1,100}):([^\s"'\\]{3,200})/y;

/** Asked at `://`. */
export const userPartRule: Rule = (text, at) => {
  const start = at + 3;
  USER_PART.lastIndex = start;
  const part = USER_PART.exec(text)?.[0];
  if (part === undefined || part.includes(PLACEHOLDER)) return undefined;
  const colon = part.indexOf(':');
  const password = part.slice(colon + 1);
  if (isEmptyTalk(password)) return undefined;
  if (colon < 0 && !looksRandom(password, 16)) return undefined;
  if (password === '') return undefined;
  return { from: at, start: start + colon + 1, end: start + part.length, kind: 'url-password' };
};

/** Asked at `-u` and `--user`. */
export const curlUserRule: Rule = (text, at, anchor) => {
  CURL_USER.lastIndex = at + anchor.length;
  const found = CURL_USER.exec(text);
  const password = found?.[2];
  if (!found || password === undefined || password.includes(PLACEHOLDER)) return undefined;
  const end = CURL_USER.lastIndex;
  // `-u 1000:1000` names a user and a group.
  if (isEmptyTalk(password) || /^\d+$|^\/\//.test(password)) return undefined;
  return { from: at, start: end - password.length, end, kind: 'password' };
};

const COMMAND_PASSWORD = /(?:[^\n|;&]{0,80}?\s)?-(?:p|a)\s?\\*["']?([^\s"'\\-][^\s"'\\]{3,200})/y;

/** Asked at `sshpass`, `mysql` and `redis-cli`, whose option for a password is one letter. */
export const commandPasswordRule: Rule = (text, at, anchor) => {
  COMMAND_PASSWORD.lastIndex = at + anchor.length;
  const password = COMMAND_PASSWORD.exec(text)?.[1];
  if (password === undefined || password.includes(PLACEHOLDER) || isEmptyTalk(password)) return undefined;
  // `redis-cli -p 6379` names a port.
  if (/^\d+$/.test(password)) return undefined;
  const end = COMMAND_PASSWORD.lastIndex;
  return { from: at, start: end - password.length, end, kind: 'password' };
};
