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
  /** A changed command that nobody approved before the question was over or asked anew. */
  readonly unused: string | undefined;
  open(): void;
  /** Back to what was asked. */
  close(): void;
  change(draft: Edit): void;
  /** Does nothing until there is a preview. */
  approve(): Promise<void>;
}

interface Stored {
  /** Of the question that was being changed. */
  readonly digest: string;
  readonly draft: Edit;
  /** The draft as it was at first. */
  readonly asked: Edit;
}

/** A person who types is not shown every letter's preview. */
const PAUSE_MS = 200;

/** When the question changes or is over, what was changed of it cannot be approved any more. */
export function useEdit(card: ApprovalCard, onDecided: () => void): Editing {
  const { ask, run } = useHost();
  const { id, digest } = card;
  const [stored, setStored] = useState<Stored>();
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
    unused: draft ? undefined : unusedIn(stored, card),
    open() {
      const asked = askedOf(card);
      if (asked && !draft) setStored({ digest, draft: asked, asked });
    },
    close: () => setStored(undefined),
    change: (changed) => setStored((before) => before && { ...before, draft: changed }),
    async approve() {
      if (!draft || !preview) return;
      setSending(true);
      const approved = await run('approve-edited', { id, digest, edit: draft, shown: preview.digest });
      setSending(false);
      if (approved.ok) onDecided();
    },
  };
}

/** What a person typed is theirs, also when the question is over. */
function unusedIn(stored: Stored | undefined, { state }: ApprovalCard): string | undefined {
  if (stored?.draft.kind !== 'command' || stored.asked.kind !== 'command') return undefined;
  const isUsed = state.kind === 'decided' && state.decision.verdict === 'approve-edited';
  return isUsed || stored.draft.text === stored.asked.text ? undefined : stored.draft.text;
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
