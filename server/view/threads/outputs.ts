// The output of a thread's commands. Stored in pieces, because output arrives in small pieces and is joined only when
// it is viewed.

export interface CommandOutputs {
  get(itemId: string): string;
  set(itemId: string, text: string): void;
  append(itemId: string, text: string): void;
}

/** The maximum for one command; the end of its output is kept. */
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
