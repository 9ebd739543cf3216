// Secrets in sentences: a one-time code, a device code, the words of a wallet, a table row in SQL.
import type { Anchor } from './anchors.ts';
import { beginsWord } from './boundaries.ts';
import { isEmptyTalk, looksRandom } from './plausible.ts';
import { PLACEHOLDER, type Rule, type Span } from './span.ts';

/** The pattern's group is the secret. */
function ruleOf(pattern: RegExp, kind: string, isOne: (value: string) => boolean = () => true): Rule {
  return (text, at, anchor) => {
    if (!beginsWord(text, at)) return undefined;
    pattern.lastIndex = at + anchor.length;
    const place = pattern.exec(text)?.indices?.[1];
    if (!place) return undefined;
    const [start, end] = place;
    const value = text.slice(start, end);
    if (value.includes(PLACEHOLDER) || isEmptyTalk(value) || !isOne(value)) return undefined;
    return { from: at, start, end, kind };
  };
}

const BETWEEN = String.raw`\\*["'\x60]?(?:[ \t](?:is|was|to|sent|for[ \t][^\s:]{1,80}))?(?:[ \t]{0,2}[:=]|[ \t]-)?[ \t]{0,4}\\*["'\x60*]{0,3}`;
const oneTimeCode = ruleOf(new RegExp(`${BETWEEN}(\\d{3}[ -]?\\d{1,5})(?![\\w.:])`, 'diy'), 'password');
const deviceCode = ruleOf(
  new RegExp(`(?:[ \\t]is|[ \\t]shown)?${BETWEEN}([A-Z0-9]{4}-[A-Z0-9]{4,5})(?![\\w-])`, 'dy'),
  'secret',
);
const wordsOfWallet = ruleOf(
  /(?:\\*["'])?[^\n:=]{0,24}?[:=]?\s{0,4}\\*["'[]{0,2}((?:[a-z]{3,8}(?:\\*["'])?[\s,]{1,3}(?:\\*["'])?){11,23}[a-z]{3,8})/diy,
  'secret',
);
/** "The password for user bob is x", "password for bob (made up): x" */
const passwordOf = ruleOf(
  /(?:(?:[a-z]{2,10}\s){0,3}(?:of|for)\s[^\n:=\\"]{1,60}?(?:\s(?:is|was)(?:\s(?:set\sto|now))?|:)\s{1,2}|(?:[a-z]{2,4}\s){0,2}(?:changed|reset|rotated|updated|set)\s(?:from|to)\s)\\*["'`]?([^\s"'`\\=]{6,100})/diy,
  'password',
  (value) => (looksRandom(value, 8) || isMixed(value)) && !/^[\d.:/-]+$|\/|:|^v?\d+\.\d/.test(value),
);

/** Letters of both cases and a symbol, as in generated passwords. */
function isMixed(value: string): boolean {
  return value.length >= 8 && /[a-z]/.test(value) && /[A-Z]/.test(value) && /[!#$%&*+?^~@]/.test(value);
}

const NEXT_CODE =
  /(?:[^\w\n\\]|\r?\n|\\{1,64}[nr"]|\d{1,2}[.)]\s){1,24}([A-Za-z0-9]{4,10}(?:-[A-Za-z0-9]{4,10}){0,3})(?![\w=:-])/dy;
const MOST_CODES = 20;
/** Recovery codes for a lost second factor: a list. */
const listOfCodes: Rule = (text, at, anchor) => {
  const found: Span[] = [];
  NEXT_CODE.lastIndex = at + anchor.length;
  while (found.length < MOST_CODES) {
    const place = NEXT_CODE.exec(text)?.indices?.[1];
    if (!place) break;
    const [start, end] = place;
    if (!/\d/.test(text.slice(start, end))) break;
    found.push({ from: at, start, end, kind: 'password' });
  }
  return found;
};

export const spokenAnchors: readonly Anchor[] = [
  ...anchorsOf(
    '2fa code|mfa code|otp code|verification code|security code|login code|one-time code|sms code|authentication code|confirmation code|pairing code|authenticator code|access code|passcode|pin code',
    oneTimeCode,
  ),
  ...anchorsOf('PIN:|PIN=|PIN is', oneTimeCode, true),
  ...anchorsOf('code |code: |code is |code" |usercode: ', deviceCode),
  ...anchorsOf('seed phrase|seed words|recovery phrase|recovery words|mnemonic|wallet words', wordsOfWallet),
  ...anchorsOf('password ', passwordOf),
  ...anchorsOf(
    'recovery codes|recovery_codes|recoverycodes|backup codes|backup_codes|backupcodes|scratch codes|scratch_codes|recovery-codes|backup-codes',
    listOfCodes,
  ),
];

function anchorsOf(words: string, rule: Rule, isCaseSensitive = false): Anchor[] {
  return words.split('|').map((literal) => ({ literal, isCaseSensitive, rule }));
}
