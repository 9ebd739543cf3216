// A timeline without secrets, for display: the output of commands and servers may contain some. Growing text is passed
// on up to its last space, so that no secret is shown in halves.

import type { TimelineEvent, TimelineItem } from '../../contract/timeline.ts';
import type { Redactor } from '../../logging/redact.ts';
import type { TimelineRecorder } from './recorder.ts';

/** How much text before a piece is checked for words that announce a secret. */
const CONTEXT_CHARS = 4000;
/** A longer word is passed on. */
const LONGEST_WORD = 8000;

interface Growing {
  /** Already shown, as it arrived. */
  shown: string;
  /** The text held back. */
  rest: string;
}

/** The same recorder; only its output is changed. */
export function cleanTimeline(
  recorder: TimelineRecorder,
  { redact }: Pick<Redactor, 'redact'>,
): TimelineRecorder {
  const growing = new Map<string, Growing>();

  function cleanEvent(event: TimelineEvent): TimelineEvent[] {
    switch (event.kind) {
      case 'item':
        if (event.item.progress !== 'running') growing.delete(event.item.id);
        return [{ ...event, item: cleanItem(event.item) }];
      case 'changes':
        return [{ ...event, diff: redact(event.diff) }];
      case 'delta':
        return grow(event);
    }
  }

  function cleanItem(item: TimelineItem): TimelineItem {
    return clean(item, redact);
  }

  function grow(event: Extract<TimelineEvent, { kind: 'delta' }>): TimelineEvent[] {
    const { threadId, itemId } = event;
    const { shown, rest } = growing.get(itemId) ?? { shown: '', rest: '' };
    const all = rest + event.text;
    const cut = all.length > LONGEST_WORD ? all.length : all.search(/\S*$/);
    const context = shown + all.slice(0, cut);
    growing.set(itemId, { shown: context.slice(-CONTEXT_CHARS), rest: all.slice(cut) });
    if (cut === 0) return [];
    const [before, after] = [redact(shown), redact(context)];
    if (after.startsWith(before)) {
      return [{ kind: 'delta', threadId, itemId, text: after.slice(before.length) }];
    }
    // The shown text has turned out to be part of a secret.
    const item = recorder.find(itemId);
    return item ? [{ kind: 'item', threadId, item: cleanItem(item) }] : [];
  }

  return {
    find: recorder.find,
    indexOf: recorder.indexOf,
    begin: recorder.begin,
    receive: (event) => recorder.receive(event).flatMap(cleanEvent),
    put(item) {
      const event = recorder.put(item);
      return event.kind === 'item' ? { ...event, item: cleanItem(event.item) } : event;
    },
    page(start, limit) {
      const page = recorder.page(start, limit);
      return { ...page, items: page.items.map(cleanItem) };
    },
    output(itemId, start, limit) {
      const { text, totalChars } = recorder.output(itemId, start, limit);
      return { text: redact(text), totalChars };
    },
    patch: (itemId) => clean(recorder.patch(itemId), redact),
    changedSince: recorder.changedSince,
    get diff() {
      return redact(recorder.diff);
    },
    get tokens() {
      return recorder.tokens;
    },
  };
}

/** Applies to every text in it, at any depth. */
function clean<T>(value: T, redact: (text: string) => string): T {
  if (typeof value === 'string') return redact(value) as T;
  if (Array.isArray(value)) return value.map((entry) => clean(entry, redact)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, clean(entry, redact)])) as T;
}
