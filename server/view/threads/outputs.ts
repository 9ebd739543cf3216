// What the commands of a thread have put out. Kept in pieces, since output comes in small ones and joining is for
// who looks.

export interface CommandOutputs {
  get(itemId: string): string;
  set(itemId: string, text: string): void;
  append(itemId: string, text: string): void;
}

/** Of one command; the end of it is kept. */
const MAX_KEPT_CHARS = 4_000_000;

export function createOutputs(): CommandOutputs {
  const pieces = new Map<string, { texts: string[]; chars: number }>();

  function get(itemId: string): string {
    const kept = pieces.get(itemId);
    if (!kept) return '';
    const text = kept.texts.join('').slice(-MAX_KEPT_CHARS);
    pieces.set(itemId, { texts: [text], chars: text.length });
    return text;
  }

  return {
    get,
    set: (itemId, text) => void pieces.set(itemId, { texts: [text], chars: text.length }),
    append(itemId, text) {
      const kept = pieces.get(itemId) ?? { texts: [], chars: 0 };
      kept.texts.push(text);
      kept.chars += text.length;
      pieces.set(itemId, kept);
      if (kept.chars > 2 * MAX_KEPT_CHARS) get(itemId);
    },
  };
}
