// Questions that a person changes before they approve them. The window sends the person's change; what is then approved,
// and what it does, is made here from the question that waits, with the digest of what was shown.
import {
  type Approval,
  type ApprovalSubject,
  digestOf,
  type EditedSubject,
} from '../../approvals/approval.ts';
import { acceptedChanges } from '../../checkpoints/accepted-patch.ts';
import type { CommandHandlers } from '../../contract/commands.ts';
import type { Edit } from '../../contract/edits.ts';
import { keptChanges, partsOf } from '../../contract/patch-hunks.ts';
import { makeVisible } from '../../contract/visible.ts';
import { approvalChanged, editNotPossible } from '../../errors/approvals.ts';
import { cardPictures } from './card-pictures.ts';
import { editOfferOf } from './edit-offer.ts';
import type { CardFacts, WindowDesk } from './window-desk.ts';

export function createEditCommands(options: {
  desk: WindowDesk;
  factsOf(approval: Approval): Promise<CardFacts>;
  /** Of Patchbay and Codex. */
  ownFolders(): readonly string[];
  redact(text: string): string;
}): Pick<CommandHandlers, 'preview-edit' | 'approve-edited' | 'card-pictures'> {
  const { desk } = options;

  async function preview(approval: Approval, edit: Edit) {
    const edited = editedSubject(approval.subject, edit);
    const digest = digestOf(edited);
    const facts = await options.factsOf({ ...approval, subject: edited, digest });
    if (edited.kind === 'patch')
      acceptedChanges(edited.changes, { folder: facts.folder, ownFolders: options.ownFolders() });
    return { edited, digest, consequence: facts.consequence, dangers: facts.dangers };
  }

  return {
    async 'preview-edit'({ id, digest, edit }) {
      const { edited: _, ...shown } = await preview(desk.question(id, digest), edit);
      return shown;
    },
    async 'card-pictures'({ id, digest }) {
      const approval = desk.question(id, digest);
      const { folder } = await options.factsOf(approval);
      return cardPictures(approval.subject, {
        folder,
        ownFolders: options.ownFolders(),
        redact: options.redact,
      });
    },
    async 'approve-edited'({ id, digest, edit, shown }) {
      const { edited, digest: now } = await preview(desk.question(id, digest), edit);
      if (now !== shown) throw approvalChanged();
      desk.answerQuestion({ id, digest, verdict: 'approve-edited', edited });
    },
  };
}

/** @throws edit-not-possible */
function editedSubject(subject: ApprovalSubject, edit: Edit): EditedSubject {
  const offer = editOfferOf(subject);
  if (edit.kind === 'command' && subject.kind === 'command' && offer?.kind === 'command') {
    if (edit.text.trim() === '') throw editNotPossible('there is no command');
    const visible = makeVisible(edit.text);
    // A text field hides them.
    if (visible !== edit.text) throw editNotPossible(`it has invisible characters: ${visible}`);
    if (edit.text === offer.text) throw editNotPossible('nothing is changed');
    return { kind: 'command', command: edit.text, cwd: subject.cwd, parsed: [] };
  }
  if (edit.kind === 'patch' && subject.kind === 'patch' && offer?.kind === 'patch') {
    const changes = keptChanges(subject.changes, edit.kept);
    if (changes.length === 0) throw editNotPossible('no part of the patch is left');
    if (partsOf(changes).length === partsOf(subject.changes).length)
      throw editNotPossible('nothing is changed');
    return { kind: 'patch', changes };
  }
  throw editNotPossible('this question has nothing that can be changed');
}
