// Changes of the rules as a person says them: on the command line, in the window. The host that runs makes them, so that
// programs are looked up on its PATH and clients are those it knows.
import os from 'node:os';
import { z } from 'zod';
import {
  type RuleEdit,
  ruleEditSchema,
  type SpokenSubject,
  spokenSubjectSchema,
} from '../../contract/rules.ts';
import { readToolName } from '../../contract/tool-name.ts';
import { ruleInvalid, ruleNeedsThread, ruleToolInvalid } from '../../errors/rules.ts';
import { tokenNotFound } from '../../errors/tokens.ts';
import { commandSubject, folderScope, makeRule } from './make.ts';
import { decisions, type Rule, type RuleScope, type RuleSubject, type RuleUntil } from './rule.ts';
import { type RuleStore, rulesMeant } from './store.ts';

export const newRuleSchema = z.strictObject({
  do: z.literal('add'),
  decision: z.enum(decisions),
  about: spokenSubjectSchema,
  /** Absolute; everywhere where it is absent. */
  folder: z.string().optional(),
  /** The name of a token, `local` or `anonymous`. */
  client: z.string().optional(),
  for: z.enum(['turn', 'thread', 'day']).optional(),
});
export type NewRule = z.infer<typeof newRuleSchema>;

export const ruleChangeSchema = z.discriminatedUnion('do', [
  newRuleSchema,
  /** The beginning of its id. */
  z.strictObject({ do: z.literal('remove'), id: z.string() }),
  z.strictObject({ do: z.literal('pause'), id: z.string(), isPaused: z.boolean() }),
  /** It keeps its id and its origin. */
  z.strictObject({ do: z.literal('edit'), id: z.string(), changes: ruleEditSchema }),
]);
export type RuleChange = z.infer<typeof ruleChangeSchema>;

/** A thread that runs now. */
interface RunningTurn {
  readonly id: string;
  readonly turnId: string;
  readonly principal: string;
  readonly cwd: string;
}

export interface RuleChanges {
  readonly store: RuleStore;
  /** The value of PATH. */
  readonly searchPath: string;
  readonly clients: readonly { readonly id: string; readonly name: string }[];
  readonly running: readonly RunningTurn[];
  readonly how: Rule['origin']['how'];
}

/** So long a rule for a day counts. */
const DAY_MS = 24 * 60 * 60_000;

/**
 * @returns the rule that was added, changed or removed
 * @throws what makeRule, commandSubject, folderScope and RuleStore throw, token-not-found, rule-tool-invalid,
 *   rule-needs-thread
 */
export function changeRules(change: RuleChange, changes: RuleChanges): Rule {
  const { store } = changes;
  switch (change.do) {
    case 'remove':
      return store.remove(change.id);
    case 'pause':
      return store.setPaused(change.id, change.isPaused);
    case 'edit':
      return store.edit(change.id, (rule) => editedRule(rule, change.changes, changes));
    case 'add': {
      const rule = ruleOf(change, changes);
      store.add([rule]);
      return rule;
    }
  }
}

/** Whether it can only lead to more questions and denials. @throws what RuleStore.list throws */
export function isNarrowing(change: RuleChange, rules: readonly Rule[]): boolean {
  if (change.do === 'add') return change.decision !== 'allow';
  if (change.do === 'edit') return false;
  const meant = rulesMeant(rules, change.id);
  const isAllow = meant.every(({ decision }) => decision === 'allow');
  return change.do === 'remove' || change.isPaused
    ? isAllow
    : !meant.some(({ decision }) => decision === 'allow');
}

/** The rule that adding this would make. @throws what changeRules throws */
export function ruleOf(
  change: NewRule,
  { searchPath, clients, running, how }: Omit<RuleChanges, 'store'>,
): Rule {
  const { decision, about, folder, client: name } = change;
  const client = name === undefined ? undefined : clientOf(name, clients);
  const scope: RuleScope = {
    ...(folder !== undefined && folderScope(folder, folderName(how))),
    ...(client && { client }),
  };
  const here = running.filter(
    ({ principal, cwd }) =>
      (!client || client.id === principal) && (scope.folder === undefined || cwd === scope.folder),
  );
  const origin = originOf(how);
  const subject = subjectOf(about, decision, searchPath);
  return makeRule({ decision, about: subject, scope, until: untilOf(change.for, here), origin }, searchPath);
}

/** @throws token-not-found */
function clientOf(name: string, clients: RuleChanges['clients']): { id: string; name: string } {
  const found = clients.find((known) => known.name === name);
  if (!found) throw tokenNotFound(name);
  return { id: found.id, name: found.name };
}

/** Its examples stay with what they are about. */
function editedRule(rule: Rule, edit: RuleEdit, { searchPath, clients, how }: RuleChanges): Rule {
  const { id, examples, isPaused, ...parts } = rule;
  const { about, folder, client, until } = edit;
  if (about && about.kind !== rule.about.kind) throw ruleInvalid('it would be about something else');
  const { client: oldClient, ...oldFolder } = rule.scope;
  const newClient =
    client === undefined ? oldClient : client === null ? undefined : clientOf(client, clients);
  const newFolder =
    folder === undefined ? oldFolder : folder === null ? {} : folderScope(folder, folderName(how));
  const made = makeRule(
    {
      ...parts,
      ...(about ? { about: subjectOf(about, rule.decision, searchPath) } : { examples }),
      scope: { ...newFolder, ...(newClient && { client: newClient }) },
      ...(until && { until: untilOf(until, []) }),
    },
    searchPath,
  );
  return { ...made, id, ...(isPaused && { isPaused }) };
}

/** As the person knows it. */
function folderName(how: Rule['origin']['how']): string {
  return how === 'command-line' ? '--folder' : 'The folder';
}

/** Now, and by the person whose account this is. */
export function originOf(how: Rule['origin']['how'], questionId?: string): Rule['origin'] {
  return {
    how,
    at: new Date().toISOString(),
    who: userName(),
    ...(questionId !== undefined && { questionId }),
  };
}

function subjectOf(about: SpokenSubject, decision: Rule['decision'], searchPath: string): RuleSubject {
  switch (about.kind) {
    case 'command':
      return { ...commandSubject(about.text, decision, searchPath), ...(about.isExact && { isExact: true }) };
    case 'patch':
      return { kind: 'patch', globs: about.globs };
    case 'tool': {
      const named = readToolName(about.name);
      if ('fault' in named) throw ruleToolInvalid(about.name, named.fault);
      return { kind: 'tool', ...named, ...(about.arguments && { arguments: about.arguments }) };
    }
    case 'host':
      return { kind: 'host', host: about.host.toLowerCase().replace(/\.$/, '') };
  }
}

function untilOf(wanted: NewRule['for'] | 'revoked', running: readonly RunningTurn[]): RuleUntil {
  if (wanted === undefined || wanted === 'revoked') return { kind: 'revoked' };
  if (wanted === 'day') return forADay();
  const [thread, another] = running;
  if (!thread || another)
    throw ruleNeedsThread(
      wanted,
      running.map(({ id }) => id),
    );
  return wanted === 'thread'
    ? { kind: 'thread', threadId: thread.id }
    : { kind: 'turn', threadId: thread.id, turnId: thread.turnId };
}

/** From now on. */
export function forADay(): RuleUntil {
  return { kind: 'day', endsAt: new Date(Date.now() + DAY_MS).toISOString() };
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return 'unknown';
  }
}
