// Rules made from a question: what its card offers, and the rules of what the person has chosen. The narrowest of them
// covers exactly what was asked. Wider ones are the person's choice, and cover the question too: another command,
// folder or tool cannot be named here.
import { hash } from 'node:crypto';
import path from 'node:path';
import { isInside } from '../../base/paths-inside.ts';
import type { OfferedPart, RuleChoice, RuleOffer } from '../../contract/rules.ts';
import { approvalChanged } from '../../errors/approvals.ts';
import type { Approval } from '../approval.ts';
import { forADay, originOf } from './change.ts';
import { compileRules, type RuleContext } from './decide.ts';
import { makeRule } from './make.ts';
import { offerFor } from './offer.ts';
import type { Rule, RuleScope, RuleSubject, RuleUntil } from './rule.ts';
import { scopeOfFolder } from './scope.ts';
import { subjectInWords } from './words.ts';

/** Where and for whom the question was asked. */
export interface QuestionPlace {
  readonly context: RuleContext;
  readonly clientName: string;
  /** The rules that count now. */
  readonly standing: readonly Rule[];
}

/** What one rule can be about. */
type Part =
  /** The narrowest first. */
  | { readonly kind: 'one-of'; readonly subjects: readonly RuleSubject[] }
  | { readonly kind: 'tool'; readonly subject: Extract<RuleSubject, { kind: 'tool' }> };

/** Words of a rule for a command that can be chosen one by one. */
const MAX_WORDS = 12;
const MAX_SHOWN_VALUE = 200;

/** @returns undefined where no allow could have answered the question: then the card offers none */
export function offerRules(approval: Approval, place: QuestionPlace): RuleOffer | undefined {
  const parts = partsOf(approval, place);
  if (parts.length === 0) return undefined;
  const { threadId, turnId } = approval;
  return {
    parts: parts.map(partInWords),
    folders: foldersOf(approval, place),
    client: place.clientName,
    untils: [
      ...(turnId ? (['turn'] as const) : []),
      ...(threadId ? (['thread'] as const) : []),
      ...(['day', 'revoked'] as const),
    ],
  };
}

/**
 * @returns the rules of this choice, with new ids; they would have answered the question
 * @throws approval-changed when the choice is not one of this question, rule-invalid
 */
export function chosenRules(approval: Approval, place: QuestionPlace, choice: RuleChoice): Rule[] {
  const parts = partsOf(approval, place);
  if (parts.length !== choice.parts.length) throw approvalChanged();
  const subjects = parts.map((part, at) => {
    const chosen = choice.parts[at];
    const subject = chosen && subjectOf(part, chosen);
    if (!subject) throw approvalChanged();
    return subject;
  });
  const folders = foldersOf(approval, place);
  const folder = folders[choice.folder];
  if (folder === undefined && folders.length > 0) throw approvalChanged();
  const rules = rulesAbout(subjects, approval, place, {
    folder,
    isForClient: choice.isForClient,
    until: untilOf(choice.until, approval),
  });
  if (!answers(rules, approval, place)) throw approvalChanged();
  return rules;
}

/** What is shown of rules before they are saved; the same for the same choice at another time. */
export function digestOfRules(rules: readonly Rule[]): string {
  const shown = rules.map(({ decision, about, scope, until }) => [decision, about, scope, until.kind]);
  return hash('sha256', JSON.stringify(shown));
}

/** Those that rules are needed for. */
function partsOf(approval: Approval, place: QuestionPlace): Part[] {
  const { context } = place;
  const exact = offerFor(approval.subject, { ...context, folder: context.folder ?? '' });
  const [folder] = foldersOf(approval, place);
  const scope = { folder, isForClient: true, until: { kind: 'revoked' } } as const;
  const couldAnswer = (subjects: readonly RuleSubject[]) => {
    try {
      return answers(rulesAbout(subjects, approval, place, scope), approval, place);
    } catch {
      // One of them would be too wide, or its program has gone.
      return false;
    }
  };
  if (exact.length === 0 || !couldAnswer(exact)) return [];
  const needed = exact.reduce((left, subject) => {
    const others = left.filter((one) => one !== subject);
    return others.length > 0 && couldAnswer(others) ? others : left;
  }, exact);
  return needed.map((subject) => {
    if (subject.kind === 'tool') return { kind: 'tool', subject };
    const others = needed.filter((one) => one !== subject);
    const wider = widened(subject).filter((candidate) => couldAnswer([...others, candidate]));
    return { kind: 'one-of', subjects: [subject, ...wider] };
  });
}

/** The same with less said, the narrowest first. */
function widened(subject: RuleSubject): RuleSubject[] {
  switch (subject.kind) {
    case 'command': {
      const { isExact: _, ...open } = subject;
      const { argumentPrefix } = open;
      const lengths = argumentPrefix.map((_word, at) => argumentPrefix.length - at - 1);
      return [
        open,
        ...lengths
          .filter((length) => length <= MAX_WORDS)
          .map((length) => ({ ...open, argumentPrefix: argumentPrefix.slice(0, length) })),
      ];
    }
    case 'patch': {
      const folders = [...new Set(subject.globs.map((file) => path.dirname(file)))];
      const common = commonFolder(folders);
      return [
        { kind: 'patch', globs: folders.map((folder) => (folder === '.' ? '*' : `${folder}/*`)) },
        { kind: 'patch', globs: [common === '' ? '**' : `${common}/**`] },
      ];
    }
    default:
      return [];
  }
}

function commonFolder(folders: readonly string[]): string {
  const [first = [], ...others] = folders.map((folder) => folder.split('/').filter((part) => part !== '.'));
  const end = first.findIndex((part, at) => others.some((parts) => parts[at] !== part));
  return (end === -1 ? first : first.slice(0, end)).join('/');
}

function subjectOf(part: Part, chosen: RuleChoice['parts'][number]): RuleSubject | undefined {
  if (part.kind === 'one-of') return chosen.kind === 'one-of' ? part.subjects[chosen.at] : undefined;
  if (chosen.kind !== 'tool') return undefined;
  const { arguments: asked = {}, ...tool } = part.subject;
  const kept = Object.entries(asked).filter(([name]) => chosen.keeps.includes(name));
  if (kept.length !== new Set(chosen.keeps).size) return undefined;
  return kept.length > 0 ? { ...tool, arguments: Object.fromEntries(kept) } : tool;
}

function partInWords(part: Part): OfferedPart {
  if (part.kind === 'one-of') return { kind: 'one-of', choices: part.subjects.map(subjectInWords) };
  const { remote, tool, arguments: asked = {} } = part.subject;
  return {
    kind: 'tool',
    name: `${remote}/${tool}`,
    arguments: Object.entries(asked).map(([name, value]) => ({ name, value: shownValue(value) })),
  };
}

function shownValue(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN_VALUE ? `${text.slice(0, MAX_SHOWN_VALUE)}…` : text;
}

/** Real paths, the widest first. */
function foldersOf({ subject }: Approval, { context: { folder } }: QuestionPlace): string[] {
  if (folder === undefined) return [];
  const isBelow = subject.kind === 'command' && subject.cwd !== folder && isInside(subject.cwd, folder);
  return isBelow ? [folder, subject.cwd] : [folder];
}

function rulesAbout(
  subjects: readonly RuleSubject[],
  { id, principal }: Approval,
  { context, clientName }: QuestionPlace,
  where: { folder: string | undefined; isForClient: boolean; until: RuleUntil },
): Rule[] {
  const scope: RuleScope = {
    ...(where.folder !== undefined && scopeOfFolder(where.folder)),
    ...(where.isForClient && { client: { id: principal, name: clientName } }),
  };
  const origin = originOf('card', id);
  return subjects.map((about) =>
    makeRule({ decision: 'allow', about, scope, until: where.until, origin }, context.searchPath),
  );
}

/** Whether the question passes with them: no other rule asks about it or denies it, and nothing in it is unsure. */
function answers(rules: readonly Rule[], approval: Approval, { context, standing }: QuestionPlace): boolean {
  return compileRules([...standing, ...rules]).decide(approval, context)?.decision === 'allow';
}

function untilOf(until: RuleChoice['until'], { threadId, turnId }: Approval): RuleUntil {
  switch (until) {
    case 'turn':
      return { kind: 'turn', threadId, turnId };
    case 'thread':
      return { kind: 'thread', threadId };
    case 'day':
      return forADay();
    case 'revoked':
      return { kind: 'revoked' };
  }
}
