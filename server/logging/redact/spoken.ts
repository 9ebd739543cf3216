// What programs and people say in words: a one-time code, a device code, the words of a wallet, a table's row in SQL.
import type { Anchor } from './anchors.ts';
import { beginsWord } from './boundaries.ts';
import { isEmptyTalk, looksRandom } from './plausible.ts';
import { PLACEHOLDER, type Rule } from './span.ts';

/** The group is the secret. */
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
  /(?:of|for)\s[^\n:=\\"]{1,60}?(?:\s(?:is|was)(?:\s(?:set\sto|now))?|:)\s{1,2}\\*["'`]?([^\s"'`\\=]{6,100})/diy,
  'password',
  (value) => looksRandom(value, 8) && !/^[\d.:/-]+$|\/|:|^v?\d+\.\d/.test(value),
);

export const spokenAnchors: readonly Anchor[] = [
  ...anchorsOf(
    '2fa code|mfa code|otp code|verification code|security code|login code|one-time code|sms code|authentication code|confirmation code|pairing code|authenticator code|access code|passcode|pin code',
    oneTimeCode,
  ),
  ...anchorsOf('PIN:|PIN=|PIN is', oneTimeCode, true),
  ...anchorsOf('code |code: |code is |code" |usercode: ', deviceCode),
  ...anchorsOf('seed phrase|seed words|recovery phrase|recovery words|mnemonic|wallet words', wordsOfWallet),
  ...anchorsOf('password ', passwordOf),
];

function anchorsOf(words: string, rule: Rule, isCaseSensitive = false): Anchor[] {
  return words.split('|').map((literal) => ({ literal, isCaseSensitive, rule }));
}
