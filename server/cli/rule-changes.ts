// `patchbay rules add/revoke/pause/resume`: changes of the person's rules. They need the passphrase, as answers do, and
// go through the host where one runs, which refuses them while something runs that could type it.
import path from 'node:path';
import { changeRules, type RuleChange } from '../approvals/rules/change.ts';
import type { Rule } from '../approvals/rules/rule.ts';
import { openRuleStore } from '../approvals/rules/store.ts';
import { ruleInWords } from '../approvals/rules/words.ts';
import { openTokenStore } from '../config/client-tokens.ts';
import { type Paths, resolvePaths } from '../config/paths.ts';
import { ruleAnswerSchema } from '../control/messages/rules.ts';
import { ruleNeedsOneSubject } from '../errors/rules.ts';
import { notesOn } from './rule-notes.ts';
import { sendChanges } from './send-change.ts';
import { say } from './strangers-words.ts';

/** What stands on the command line. */
export interface RuleWords {
  readonly command?: string;
  readonly patch?: string;
  readonly tool?: string;
  readonly host?: string;
  readonly folder?: string;
  readonly client?: string;
  readonly for?: 'turn' | 'thread' | 'day';
}

/** @throws rule-needs-one-subject, and what a change throws */
export async function addRule(decision: Rule['decision'], words: RuleWords): Promise<void> {
  const { command, patch, tool, host, client } = words;
  const subjects = [
    command !== undefined && { kind: 'command' as const, text: command },
    patch !== undefined && { kind: 'patch' as const, globs: [patch] },
    tool !== undefined && { kind: 'tool' as const, name: tool },
    host !== undefined && { kind: 'host' as const, host },
  ].filter((about) => about !== false);
  const [about, another] = subjects;
  if (!about || another) throw ruleNeedsOneSubject();
  // What allows counts no further than where it is made, unless the person says so.
  const folder = words.folder ?? (decision === 'allow' ? '.' : undefined);
  const rule = await change({
    do: 'add',
    decision,
    about,
    ...(folder !== undefined && { folder: path.resolve(folder) }),
    ...(client !== undefined && { client }),
    ...(words.for && { for: words.for }),
  });
  process.stdout.write(`${rule.id}\n`);
  say(ruleInWords(rule));
  notesOn(rule, resolvePaths({ env: process.env })).forEach(say);
}

/** @param id its beginning is enough */
export async function revokeRule(id: string): Promise<void> {
  say(`Revoked: ${ruleInWords(await change({ do: 'remove', id }))}`);
}

export async function pauseRule(id: string, isPaused: boolean): Promise<void> {
  const rule = await change({ do: 'pause', id, isPaused });
  say(`${isPaused ? 'Paused' : 'Resumed'}: ${ruleInWords(rule)}`);
}

/** @throws what changing throws */
function change(wanted: RuleChange): Promise<Rule> {
  return changing((one) => one(wanted));
}

/**
 * Asks for the passphrase once, then makes changes one after the other.
 * @throws rules-not-now, and what sendChanges and changeRules throw
 */
export function changing<T>(work: (change: (wanted: RuleChange) => Promise<Rule>) => Promise<T>): Promise<T> {
  return sendChanges(
    {
      kind: 'rules',
      answerSchema: ruleAnswerSchema,
      alone: (paths, request: { change: RuleChange }) => ({
        rule: changeRules(request.change, { ...madeHere(paths), store: openRuleStore(paths.rulesFile) }),
      }),
    },
    (send) => work(async (wanted) => (await send({ change: wanted })).rule),
  );
}

/** What rules are made with where no host runs. */
export function madeHere(paths: Paths) {
  const named = openTokenStore(paths.tokensFile).list();
  return {
    searchPath: process.env['PATH'] ?? '',
    clients: [...named, ...['local', 'anonymous'].map((name) => ({ id: name, name }))],
    running: [],
    how: 'command-line' as const,
  };
}
