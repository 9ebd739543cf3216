// What a window is told of a thread, piece by piece, while secrets go by.
import { describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../server/contract/timeline.ts';
import { createRedactor } from '../../server/logging/redact.ts';
import { cleanTimeline } from '../../server/view/threads/clean.ts';
import { createTimelineRecorder } from '../../server/view/threads/recorder.ts';

const SECRET = `ghp_${'aB3'.repeat(12)}`;
const started = (text: string) => ({
  method: 'item/started',
  params: { turnId: 't', item: { type: 'agentMessage', id: 'm', text } },
});
const delta = (text: string) => ({
  method: 'item/agentMessage/delta',
  params: { turnId: 't', itemId: 'm', delta: text },
});
const completed = (text: string) => ({
  method: 'item/completed',
  params: { turnId: 't', item: { type: 'agentMessage', id: 'm', text } },
});

function watch() {
  const timeline = cleanTimeline(createTimelineRecorder('thread'), createRedactor());
  let shown = '';
  /** As a window does it. */
  function take(events: readonly TimelineEvent[]): void {
    for (const event of events) {
      if (event.kind === 'delta') shown += event.text;
      if (event.kind === 'item' && event.item.kind === 'message') shown = event.item.text;
    }
  }
  return {
    receive: (event: { method: string; params: object }) => take(timeline.receive(event as never)),
    shown: () => shown,
    page: () => timeline.page(0, 10),
  };
}

describe('a message that grows', () => {
  for (const lead of ['here it is: ', 'Authorization: Bearer ', 'password = ']) {
    const secret = lead.includes('here') ? SECRET : 'Zq7rT9wPx2LmN4vB8sKd';
    const text = `${lead}${secret} and more`;

    test(`never shows a secret behind "${lead}", wherever it is cut`, () => {
      for (let cut = 1; cut < text.length; cut += 1) {
        const window = watch();
        window.receive(started(''));
        for (const piece of [text.slice(0, cut), text.slice(cut)]) {
          window.receive(delta(piece));
          expect(window.shown(), `cut at ${cut}`).not.toContain(secret.slice(0, 12));
        }
        window.receive(completed(text));
        expect(window.shown()).toContain('[REDACTED:');
        expect(window.shown()).toContain('and more');
        expect(JSON.stringify(window.page())).not.toContain(secret.slice(0, 12));
      }
    });
  }

  test('shows all of it in the end, and most of it earlier', () => {
    const window = watch();
    const words = Array.from({ length: 200 }, (_, at) => `word${at} `);
    window.receive(started(''));
    for (const word of words) window.receive(delta(word));
    expect(window.shown()).toBe(words.join(''));
    window.receive(delta('end'));
    window.receive(completed(`${words.join('')}end`));
    expect(window.shown()).toBe(`${words.join('')}end`);
  });
});

test('the diff of a turn is not that of the one before it', () => {
  const timeline = createTimelineRecorder('thread');
  timeline.receive({ method: 'turn/diff/updated', params: { threadId: 'thread', diff: 'old' } });
  expect(timeline.begin()).toEqual([{ kind: 'changes', threadId: 'thread', diff: '' }]);
  expect(timeline.diff).toBe('');
});
