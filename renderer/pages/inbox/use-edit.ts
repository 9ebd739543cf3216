// A question that a person changes before they approve it: the change, and what the host says it would do.
import { useEffect, useState } from 'react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import type { Edit, EditPreview } from '../../../server/contract/edits.ts';
import type { CommandError } from '../../../server/contract/ipc.ts';
import { partsOf } from '../../../server/contract/patch-hunks.ts';
import { isWaiting } from '../../../server/contract/selectors.ts';
import { type Outcome, useHost } from '../../host/host-context.tsx';

export interface Editing {
  /** What the fields say; undefined while nothing is being changed. */
  readonly draft: Edit | undefined;
  /** Whether that is something else than what was asked. */
  readonly isChanged: boolean;
  /** Of the draft as it is; undefined until it is known. */
  readonly preview: EditPreview | undefined;
  /** Why the draft cannot be approved. */
  readonly problem: CommandError | undefined;
  readonly isSending: boolean;
  open(): void;
  /** Back to what was asked. */
  close(): void;
  change(draft: Edit): void;
  /** Does nothing until there is a preview. */
  approve(): Promise<void>;
}

/** A person who types is not shown every letter's preview. */
const PAUSE_MS = 200;

/** When the question changes, what was changed of it is forgotten. */
export function useEdit(card: ApprovalCard, onDecided: () => void): Editing {
  const { ask, run } = useHost();
  const { id, digest } = card;
  const [stored, setStored] = useState<{ readonly digest: string; readonly draft: Edit }>();
  const [answer, setAnswer] = useState<{ readonly key: string; readonly outcome: Outcome<'preview-edit'> }>();
  const [isSending, setSending] = useState(false);
  const draft = stored?.digest === digest && isWaiting(card) ? stored.draft : undefined;
  const isChanged = draft !== undefined && !isAsAsked(draft, card);
  const key = isChanged ? JSON.stringify([digest, draft]) : '';

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the draft and the question
  useEffect(() => {
    if (!draft || key === '') return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const outcome = await ask('preview-edit', { id, digest, edit: draft });
      if (isCurrent) setAnswer({ key, outcome });
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key]);

  const outcome = answer?.key === key ? answer.outcome : undefined;
  const preview = outcome?.ok ? outcome.value : undefined;
  return {
    draft,
    isChanged,
    preview,
    problem: outcome?.ok === false ? outcome.error : undefined,
    isSending,
    open() {
      const asked = askedOf(card);
      if (asked && !draft) setStored({ digest, draft: asked });
    },
    close: () => setStored(undefined),
    change: (changed) => setStored({ digest, draft: changed }),
    async approve() {
      if (!draft || !preview) return;
      setSending(true);
      const approved = await run('approve-edited', { id, digest, edit: draft, shown: preview.digest });
      setSending(false);
      if (approved.ok) onDecided();
    },
  };
}

/** The draft that changes nothing. */
function askedOf({ edit, subject }: ApprovalCard): Edit | undefined {
  if (edit?.kind === 'command') return edit;
  return edit && subject.kind === 'patch' ? { kind: 'patch', kept: partsOf(subject.changes) } : undefined;
}

function isAsAsked(draft: Edit, card: ApprovalCard): boolean {
  const asked = askedOf(card);
  if (draft.kind === 'patch') return asked?.kind === 'patch' && asked.kept.length === draft.kept.length;
  return asked?.kind === 'command' && asked.text === draft.text;
}
