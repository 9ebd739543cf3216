// Notices for the person, shown once, that belong to no thread.

import type { Notice } from '../../contract/state.ts';
import type { Redactor } from '../../logging/redact.ts';
import type { ViewStore } from './view-store.ts';

export type Say = (level: Notice['level'], text: string) => void;

export function createSay(store: ViewStore, { redact }: Pick<Redactor, 'redact'>): Say {
  let said = 0;
  return (level, text) => {
    said += 1;
    store.apply({
      kind: 'notice',
      notice: { id: `notice-${said}`, level, text: redact(text), at: Date.now() },
    });
  };
}
