// `patchbay rules add/remove/pause/resume`: changes of the person's rules. They need the passphrase, as answers do, and
// go through the host where one runs, which refuses them while something runs that could type it.
import path from 'node:path';
import { changeRules, type RuleChange } from '../approvals/rules/change.ts';
import type { Rule } from '../approvals/rules/rule.ts';
import { openRuleStore } from '../approvals/rules/store.ts';
import { ruleInWords } from '../approvals/rules/words.ts';
import { openTokenStore } from '../config/client-tokens.ts';
import { controlPlaceOf } from '../config/control-place.ts';
import { openPassphraseStore } from '../config/passphrase.ts';
import { ensureHome, type Paths, resolvePaths } from '../config/paths.ts';
import { contactHost } from '../control/client.ts';
import { readFirstLine } from '../control/first-line.ts';
import { errorOf } from '../control/messages/approvals.ts';
import { type RuleAnswer, ruleAnswerSchema } from '../control/messages/rules.ts';
import { passphraseNotSet, passphraseWrong } from '../errors/approvals.ts';
import { hostNotRunning, hostSilent } from '../errors/control.ts';
import { ruleNeedsOneSubject } from '../errors/rules.ts';
import { askPassphrase } from './approvals-command.ts';
import { openPrompt } from './prompt.ts';
import { notesOn } from './rule-notes.ts';

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

const CHANGE_TIMEOUT_MS = 10_000;

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
  process.stderr.write(`${ruleInWords(rule)}\n`);
  for (const note of notesOn(rule, resolvePaths({ env: process.env }))) process.stderr.write(`${note}\n`);
}

/** @param id its beginning is enough */
export async function removeRule(id: string): Promise<void> {
  process.stderr.write(`Removed: ${ruleInWords(await change({ do: 'remove', id }))}\n`);
}

export async function pauseRule(id: string, isPaused: boolean): Promise<void> {
  const rule = await change({ do: 'pause', id, isPaused });
  process.stderr.write(`${isPaused ? 'Paused' : 'Counts again'}: ${ruleInWords(rule)}\n`);
}

/** @throws what changing throws */
function change(wanted: RuleChange): Promise<Rule> {
  return changing((one) => one(wanted));
}

/**
 * Asks for the passphrase once, then makes changes one after the other.
 * @throws passphrase-not-set, passphrase-wrong, rules-not-now, and what changeRules throws
 */
export async function changing<T>(
  work: (change: (wanted: RuleChange) => Promise<Rule>) => Promise<T>,
): Promise<T> {
  const paths = resolvePaths({ env: process.env });
  ensureHome(paths.patchbayHome);
  const contact = await contactHost(controlPlaceOf(paths.patchbayHome), { kind: 'rules' });
  switch (contact.kind) {
    case 'nobody':
      return changeAlone(paths, work);
    case 'silent':
      throw hostSilent(paths.patchbayHome);
    case 'refused':
      throw errorOf(contact);
    case 'open': {
      const { socket } = contact;
      const next = async (): Promise<RuleAnswer> => {
        const line = await readFirstLine(socket, CHANGE_TIMEOUT_MS);
        if (line === undefined) throw hostNotRunning(paths.patchbayHome);
        return ruleAnswerSchema.parse(JSON.parse(line));
      };
      try {
        const first = await next();
        if (first.kind === 'refused') throw errorOf(first.refusal);
        const passphrase = await readPassphrase();
        return await work(async (wanted) => {
          socket.write(`${JSON.stringify({ passphrase, change: wanted })}\n`);
          const answer = await next();
          if (answer.kind === 'changed') return answer.rule;
          throw answer.kind === 'refused' ? errorOf(answer.refusal) : hostSilent(paths.patchbayHome);
        });
      } finally {
        socket.destroy();
      }
    }
  }
}

/** Nobody runs threads that could watch. */
async function changeAlone<T>(
  paths: Paths,
  work: (change: (wanted: RuleChange) => Promise<Rule>) => Promise<T>,
): Promise<T> {
  const passphrase = openPassphraseStore(paths.passphraseFile);
  if (!passphrase.isSet()) throw passphraseNotSet();
  if (!(await passphrase.verify(await readPassphrase()))) throw passphraseWrong(0);
  const changes = { ...madeHere(paths), store: openRuleStore(paths.rulesFile) };
  return work(async (wanted) => changeRules(wanted, changes));
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

async function readPassphrase(): Promise<string> {
  const prompt = openPrompt();
  try {
    return await askPassphrase(prompt, 'Passphrase: ');
  } finally {
    prompt.close();
  }
}
