// Labels in languages other than English: "Mot de passe : …", "密码：…", "пароль: …". The text after one is a secret
// unless it looks like part of a sentence.
import type { Anchor } from './anchors.ts';
import { looksRandom } from './plausible.ts';
import { PLACEHOLDER, type Rule } from './span.ts';
import { columnBelow } from './tables.ts';
import { readValue } from './values.ts';

/** Words for "password". */
const PASSWORDS =
  'mot de passe|kennwort|contraseña|contrasena|senha|palavra-passe|palavra passe|parola d|wachtwoord|hasło|haslo|heslo|lösenord|adgangskode|passord|salasana|jelszó|şifre|sifre|parolă|parola|пароль|лозинка|парола|κωδικός|密码|密碼|口令|パスワード|暗証番号|비밀번호|암호|mật khẩu|รหัสผ่าน|كلمة المرور|كلمة السر|סיסמה|סיסמא|पासवर्ड|kata sandi|nenosiri';
/** Words for "key" and "token", which have many other meanings. */
const KEYS =
  'llave|sleutel|nyckel|nøkkel|nøgle|anahtar|kulcs|jeton|clé|clave|chave|chiave|schlüssel|geheimnis|klucz|token dostępu|ключ|токен|секрет|κλειδί|密钥|密鑰|令牌|秘钥|トークン|キー|シークレット|토큰|api 키|비밀 키|비밀키|mã khóa';
const BETWEEN =
  /(?:[ \t\u00a0]{1,2}[\p{L}'’]{1,16}|['’]\p{L}{1,16}){0,3}\*{0,2}[ \t\u00a0]{0,8}(?:\\{0,64}["'”]?[ \t\u00a0]{0,4}(?:(?:lautet|est|es|è|é|ist|is|jest|är|er|é|为|是|為|は|는|은|—|–)[ \t]{0,2}[:：]?|[:：=＝])\*{0,2}[\s\u00a0]{0,8}|(?=[«「『“„]))/uy;

/** Finds words for "password" in other languages. */
export const PASSWORD_LABELS = new RegExp(PASSWORDS, 'giu');

export const labelAnchors: readonly Anchor[] = [
  ...anchorsOf(PASSWORDS, labelRule('password', 6)),
  ...anchorsOf(KEYS, labelRule('secret', 8)),
];

/** Each word also capitalised and JSON-escaped; words of two characters with each character that may follow. */
function anchorsOf(words: string, rule: Rule): Anchor[] {
  return words.split('|').flatMap((word) => {
    const forms = new Set([
      word,
      `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
      word.toUpperCase(),
      inJson(word),
    ]);
    return [...forms]
      .flatMap((form) =>
        form.length < 3 ? [...'：:=＝" *（( 为是為は는은'].map((next) => form + next) : [form],
      )
      .map((literal) => ({
        literal,
        isCaseSensitive: true,
        rule: behindLabel(literal, form(literal), rule),
      }));
  });

  function form(literal: string): string {
    return literal.replace(/(?<=^..)[：:=＝" *（( 为是為は는은]$/, '');
  }
}

function behindLabel(literal: string, label: string, rule: Rule): Rule {
  return literal === label ? rule : (text, at, _anchor, examined) => rule(text, at, label, examined);
}

/** The cells of a column with this label as its header. */
const columnUnder: Rule = (text, at, label, examined) => {
  return columnBelow(text, { start: at, end: at + label.length }, examined)
    .filter(({ start, end }) => {
      const value = text.slice(start, end);
      return looksRandom(value, 8) && !/\s/.test(value) && !value.includes(PLACEHOLDER);
    })
    .map(({ start, end }) => ({ from: at, start, end, kind: 'password' }));
};

function inJson(word: string): string {
  return word.replaceAll(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** At the end of compound words, such as "Zugangsschlüssel". */
const IN_COMPOUNDS = /^(?:schlüssel|kennwort|wachtwoord|sleutel|nyckel|lösenord|salasana)$/;

function labelRule(kind: string, shortest: number): Rule {
  return (text, at, label, examined) => {
    if (!IN_COMPOUNDS.test(label) && /[a-z]/i.test(label.charAt(0)) && /[A-Za-z]/.test(text.charAt(at - 1)))
      return undefined;
    BETWEEN.lastIndex = at + label.length;
    if (!BETWEEN.test(text)) return kind === 'password' ? columnUnder(text, at, label, examined) : undefined;
    // A value that contains labels is read only once.
    if (at < (examined.get(labelRule) ?? 0)) return undefined;
    const value = readValue(text, BETWEEN.lastIndex);
    examined.set(labelRule, value?.end ?? 0);
    if (!value || value.text.includes(PLACEHOLDER) || !looksRandom(value.text, shortest)) return undefined;
    return { from: at, start: value.start, end: value.end, kind };
  };
}
