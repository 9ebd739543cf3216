// Those who want to hear of something, in the order in which they came.

export interface Listeners<Told extends readonly unknown[]> {
  /** @returns a function that removes it; calling that twice is harmless. What is added twice is told twice */
  add(listener: (...told: Told) => void): () => void;
  /** Who is added meanwhile hears it next time; who is removed meanwhile hears nothing any more. */
  tell(...told: Told): void;
  readonly count: number;
}

export function createListeners<Told extends readonly unknown[] = []>(): Listeners<Told> {
  const entries = new Set<{ readonly listener: (...told: Told) => void }>();
  return {
    add(listener) {
      const entry = { listener };
      entries.add(entry);
      return () => void entries.delete(entry);
    },
    tell(...told) {
      if (entries.size === 0) return;
      for (const entry of [...entries]) if (entries.has(entry)) entry.listener(...told);
    },
    get count() {
      return entries.size;
    },
  };
}
