// What a card says, from its facts: the host sends codes, the sentences are here and in words.ts.
import type { ApprovalCard, CardDecision, WhyAsked } from '../../../server/contract/approval-card.ts';
import { makeVisible } from '../../components/invisible.ts';
import { folderName, shortPath } from '../../components/paths.ts';
import { words } from '../../words.ts';
import type { DecisionKey } from './decision-chords.ts';
import { permissionLines } from './permission-lines.ts';

const { questions, consequences, whys, means, actions } = words.approval;

export function questionOf({ subject }: ApprovalCard): string {
  switch (subject.kind) {
    case 'command':
      return questions.command;
    case 'patch':
      return questions.patch(subject.changes.length);
    case 'tool':
      return questions.tool(makeVisible(`${subject.server}.${subject.tool}`));
    case 'permission':
      return questions.permission;
    case 'form':
      return questions.form(makeVisible(subject.source));
    case 'url':
      return questions.url(makeVisible(subject.source));
    case 'folder':
      return questions.folder(makeVisible(folderName(subject.folder)));
  }
}

/** One line for lists: the action. */
export function summaryOf({ subject }: ApprovalCard): string {
  switch (subject.kind) {
    case 'command':
      return makeVisible(shortCommand(subject.command));
    case 'patch':
      return subject.changes.map(({ path }) => folderName(path)).join(', ');
    case 'tool':
      return makeVisible(JSON.stringify(subject.arguments) ?? '');
    case 'permission':
      return permissionLines(subject.permissions).join(', ') || shortPath(subject.cwd);
    case 'form':
    case 'url':
      return makeVisible(subject.message);
    case 'folder':
      return subject.files.map(({ path }) => makeVisible(path)).join(', ');
  }
}

export interface ConsequenceText {
  readonly text: string;
  /** Shown in bold: it goes beyond the sandbox. */
  readonly isStrong: boolean;
}

export function consequenceOf({ consequence, subject }: ApprovalCard): ConsequenceText {
  switch (consequence.kind) {
    case 'inside-sandbox': {
      const folders = consequence.writable.map(shortPath);
      const say = consequence.mayLeave ? consequences.startsInside : consequences.inside;
      return { text: say(folders, consequence.network), isStrong: false };
    }
    case 'outside-sandbox':
      return { text: consequences.outside, isStrong: true };
    case 'patch': {
      const outside = consequence.outside.map(shortPath);
      return outside.length > 0
        ? { text: consequences.patchOutside(outside), isStrong: true }
        : { text: consequences.patch, isStrong: false };
    }
    case 'tool':
      return { text: consequences.tool(makeVisible(consequence.server)), isStrong: false };
    case 'permission':
      return { text: consequences.permission, isStrong: true };
    case 'trust':
      return { text: consequences.trust, isStrong: true };
    case 'answer':
      return {
        text: consequences[subject.kind === 'url' ? 'address' : 'answer'](makeVisible(consequence.source)),
        isStrong: false,
      };
  }
}

export function whyOf(why: WhyAsked): string {
  switch (why.kind) {
    case 'asks-first':
      return whys.asksFirst;
    case 'leaves-sandbox':
      return whys.leavesSandbox;
    case 'network':
      return whys.network(makeVisible(why.host));
    case 'beyond-sandbox':
      return whys.beyondSandbox;
    case 'wants-answer':
      return whys.wantsAnswer(makeVisible(why.source));
    case 'repository':
      return whys.repository;
  }
}

/** The answers a card offers, in the order of their buttons. */
export function decisionKeys({ offers, subject }: ApprovalCard): readonly DecisionKey[] {
  const keys = ['approve', 'approve-for-thread', 'deny', 'tell', 'stop-turn'] as const;
  return keys.filter((key) =>
    key === 'tell' ? offers.includes('deny') && subject.kind !== 'folder' : offers.includes(key),
  );
}

export function actionOf({ subject }: ApprovalCard, key: DecisionKey): string {
  if (subject.kind === 'form' && key === 'approve') return actions.send;
  if (subject.kind === 'folder' && key === 'approve') return actions.trust;
  if (subject.kind === 'folder' && key === 'deny') return actions['not-trust'];
  return actions[key];
}

export function whereDecided({ means: by, by: name }: CardDecision): string {
  return means[by](makeVisible(name));
}

/** A command without its shell wrapper. For lists only: the card shows all of it. */
export function shortCommand(command: string): string {
  const wrapped = /^(?:\S*\/)?(?:ba|z|da)?sh -l?c (['"]?)([\s\S]+)\1$/.exec(command);
  return (wrapped?.[2] ?? command).replaceAll(`'"'"'`, "'");
}
