// What a card says beside its subject, from its facts: the host sends codes, the sentences are in words.ts.
import type { ApprovalCard, CardDecision, WhyAsked } from '../../../server/contract/approval-card.ts';
import { describeSubject } from '../../../server/contract/describe-subject.ts';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { words } from '../../words.ts';
import type { DecisionKey } from './decision-chords.ts';

const { consequences, whys, means, actions } = words.approval;

export interface ConsequenceText {
  readonly text: string;
  /** Shown in bold: it goes beyond the sandbox. */
  readonly isStrong: boolean;
}

export function consequenceOf({ consequence, subject, offers }: ApprovalCard): ConsequenceText {
  switch (consequence.kind) {
    case 'inside-sandbox': {
      const folders = consequence.writable.map(shortPath);
      return { text: consequences.inside(folders, consequence.network), isStrong: false };
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
      return { text: consequences.permission(offers.includes('approve-for-thread')), isStrong: true };
    case 'trust':
      return { text: consequences.trust, isStrong: true };
    case 'goes-on':
      return { text: describeSubject(subject).note ?? '', isStrong: false };
    case 'answer':
      return {
        text: consequences[subject.kind === 'url' ? 'address' : 'answer'](makeVisible(consequence.source)),
        isStrong: false,
      };
  }
}

/** Without what the consequence says already, and more exactly: which files are outside. */
export function dangersBeside({ consequence, dangers }: ApprovalCard): ApprovalCard['dangers'] {
  const namesPlaces = consequence.kind === 'patch' && consequence.outside.length > 0;
  return namesPlaces ? dangers.filter((danger) => danger !== 'outside-folder') : dangers;
}

/** Nothing where the consequence says it already. */
export function whyOf(why: WhyAsked): string | undefined {
  switch (why.kind) {
    case 'asks-first':
      return whys.asksFirst;
    case 'leaves-sandbox':
      return undefined;
    case 'network':
      return whys.network(makeVisible(why.host));
    case 'beyond-sandbox':
      return whys.beyondSandbox;
    case 'wants-answer':
      return whys.wantsAnswer(makeVisible(why.source));
    case 'repository':
      return whys.repository;
    case 'at-limit':
      return whys.atLimit;
  }
}

/** The answers a card offers, in the order of their buttons. What a person has changed is approved once. */
export function answersOf({ offers, subject }: ApprovalCard, isChanged: boolean): readonly DecisionKey[] {
  const keys = ['approve', 'approve-for-thread', 'deny', 'tell', 'stop-turn'] as const;
  return keys.filter((key) => {
    if (key === 'tell') return offers.includes('deny') && subject.kind !== 'folder';
    return offers.includes(key) && !(isChanged && key === 'approve-for-thread');
  });
}

/** @param isChanged the person has changed what is approved */
export function actionOf({ subject }: ApprovalCard, key: DecisionKey, isChanged: boolean): string {
  if (isChanged && key === 'approve') return words.edit.approve;
  if (subject.kind === 'form' && key === 'approve') return actions.send;
  if (subject.kind === 'url' && key === 'approve') return actions.done;
  if (subject.kind === 'permission' && key === 'approve') return actions['allow-for-turn'];
  if (subject.kind === 'permission' && key === 'approve-for-thread') return actions['allow-for-thread'];
  if (subject.kind === 'leash' && key === 'approve') return actions.continue;
  if (subject.kind === 'folder' && key === 'approve') return actions.trust;
  if (subject.kind === 'folder' && key === 'deny') return actions['not-trust'];
  return actions[key];
}

/** The same for a yes to something dangerous. */
export function anywayOf(key: DecisionKey, isChanged: boolean): string {
  const { anyway } = words.approval.guarded;
  if (key !== 'approve') return anyway.thread;
  return anyway[isChanged ? 'changed' : 'once'];
}

/** What is asked, or how that ended. @param asked the subject as it is shown */
export function headingOf(card: ApprovalCard, asked: ApprovalCard['subject']): string {
  const { state, subject, folder } = card;
  const { heading, not, why } = words.approval.ended;
  switch (state.kind) {
    case 'waiting':
      return describeSubject(asked, folder).question;
    case 'missed':
      return heading(not[subject.kind], why.missed);
    case 'over':
      return heading(not[subject.kind], why[state.why]);
    case 'decided': {
      const { verdict } = state.decision;
      return `${words.approval.verdicts[verdict]} ${whereDecided(state.decision)}`;
    }
  }
}

export function whereDecided({ means: by, by: name }: CardDecision): string {
  return means[by](makeVisible(name));
}

/** What is longer would push its consequence and its warnings out of sight. */
const MAX_FIRST_LINES = 12;
const MAX_FIRST_CHARS = 1000;

/** Whether what will run stands above everything else on its card. */
export function standsFirst({ subject }: ApprovalCard): boolean {
  const text = textOf(subject);
  return text !== undefined && text.length <= MAX_FIRST_CHARS && text.split('\n').length <= MAX_FIRST_LINES;
}

function textOf(subject: ApprovalCard['subject']): string | undefined {
  switch (subject.kind) {
    case 'command':
      return subject.command;
    case 'tool':
      return JSON.stringify(subject.arguments, null, 2) ?? '';
    case 'permission':
      return JSON.stringify(subject.permissions, null, 2);
    default:
      return undefined;
  }
}
