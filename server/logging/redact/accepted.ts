// Whether a value is a secret, by the kind of the name that announces it.

import { isGenerated } from './near.ts';
import { isEmptyTalk, isOpaque, looksRandom } from './plausible.ts';
import type { NameKind } from './secret-names.ts';
import { PLACEHOLDER } from './span.ts';
import type { Value } from './values.ts';

/** @param isTight whether the syntax leaves no doubt that it is the value of that name */
export function accepted({ text, isQuoted }: Value, kind: NameKind, isTight: boolean): boolean {
  if (text.includes(PLACEHOLDER) || isEmptyTalk(text)) return false;
  if (/\s/.test(text)) return isQuoted && isPhrase(text, kind);
  switch (kind) {
    case 'password':
      if (isTight) return text.length >= 4;
      return text.length >= 5 && (/\d/.test(text) || /[^\w.-]/.test(text));
    case 'secret':
      if (looksRandom(text, 6)) return true;
      return isTight && text.length >= 10 && !/^[a-z]+(?:[_.-][a-z]+)+$/i.test(text);
    case 'key':
      return (
        isOpaque(text) ||
        (isTight &&
          /^[A-Za-z]{16,}$/.test(text) &&
          (text.match(/[a-z][A-Z]/g)?.length ?? 0) * 6 >= text.length)
      );
    case 'bare-key':
      return isKeyMaterial(text);
    default:
      return (
        looksRandom(text, text.length === 6 ? 6 : 12) && !/^[A-Z_]+$|^[a-z]+(?:-[a-z]+)*-\d{1,3}$/.test(text)
      );
  }
}

/** Base64 of 32 or 64 bytes, or another generated value. */
function isKeyMaterial(text: string): boolean {
  return (
    /^(?:[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)$/.test(text) || (text.length >= 32 && isGenerated(text))
  );
}

/** A pass phrase contains spaces; so does a label, which mentions what it labels. */
function isPhrase(text: string, kind: NameKind): boolean {
  if (kind !== 'password') return /\d/.test(text) && text.length >= 12 && text.split(/\s+/).length <= 3;
  return text.length >= 10 && !/pass|token|secret|enter|must|your|the /i.test(text);
}
