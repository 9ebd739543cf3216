// Rules that would have saved most questions, from the audit: only commands, only what the person has always allowed,
// and nothing that a card marks as dangerous.
import { setImmediate } from 'node:timers/promises';
import type { AuditLine } from '../audit-reader.ts';
import { dangersOf } from '../dangers.ts';
import { backtest, subjectOf, wasAnswered } from './backtest.ts';
import { type NamedCommand, whyNotCovered } from './command-matching.ts';
import type { RuleContext } from './decide.ts';
import { makeRule } from './make.ts';
import { commandsToAllow } from './offer.ts';
import type { CommandSubject, Rule } from './rule.ts';
import { scopeOfFolder } from './scope.ts';

export interface Suggestion {
  readonly rule: Rule;
  /** Questions it would have taken part in saving, with the other suggestions. */
  readonly saves: number;
}

/** A question that rules could have answered, and what each of its commands still needs. */
interface Question {
  readonly line: AuditLine;
  readonly keys: readonly (readonly string[])[];
}

/** What a rule could be about, and where. */
interface Candidate {
  readonly about: CommandSubject & { readonly argumentPrefix: string[] };
  readonly folder: string;
}

/** Questions looked at, the newest. */
const MAX_LINES = 2_000;
/** Whoever else is waiting comes in between: the host answers its clients meanwhile. */
const LINES_AT_ONCE = 50;
/** Words behind the program: `npm run build`, `docker compose up`. */
const MAX_WORDS = 2;
/** Words that say nothing without the next one. */
const SAYS_LITTLE =
  /^(?:run|run-script|exec|compose|x|dlx|task|tool|container|image|pr|issue|repo|api|stack)$/;
/** Below it a rule is not worth having. */
const MIN_SAVED = 3;
const MAX_SUGGESTIONS = 20;

/**
 * @param lines of the audit, the oldest first
 * @param existing rules that count already
 */
export async function suggestRules(
  lines: readonly AuditLine[],
  existing: readonly Rule[],
  context: Pick<RuleContext, 'ownFolders' | 'searchPath' | 'letsReadsPass'>,
): Promise<Suggestion[]> {
  const answered = lines.slice(-MAX_LINES).filter(wasAnswered);
  // An allow can be wrong about these alone.
  const denied = answered.filter(({ verdict }) => !verdict.startsWith('approve'));
  const candidates = new Map<string, Candidate>();
  const open: Question[] = [];
  for (const [at, line] of answered.entries()) {
    if (at % LINES_AT_ONCE === 0) await setImmediate();
    open.push(...questionOf(line));
  }
  const chosen = new Map<string, Rule>();
  const isMet = (keys: readonly string[]) => keys.some((key) => chosen.has(key));

  for (const key of bySupport(open)) {
    const candidate = candidates.get(key);
    if (!candidate || chosen.size === MAX_SUGGESTIONS) continue;
    await setImmediate();
    const isNew = open.some(({ keys }) => keys.some((one) => one.includes(key) && !isMet(one)));
    const rule = isNew ? tryRule(candidate) : undefined;
    if (rule && isHarmless([...existing, ...chosen.values(), rule])) chosen.set(key, rule);
  }
  const saved = open.filter(({ keys }) => keys.every(isMet));
  const suggestions = [...chosen].map(([key, rule]) => ({
    rule,
    saves: saved.filter(({ keys }) => keys.flat().includes(key)).length,
  }));
  return suggestions.filter(({ saves }) => saves >= MIN_SAVED);

  function isHarmless(rules: readonly Rule[]): boolean {
    return backtest(rules, denied, context).wrong.length === 0;
  }

  function questionOf(line: AuditLine): Question[] {
    const subject = subjectOf(line);
    const { folder = '' } = line;
    if (subject.kind !== 'command' || !line.verdict.startsWith('approve') || folder === '') return [];
    if (dangersOf(subject, { folder, ownFolders: context.ownFolders }).length > 0) return [];
    const commands = commandsToAllow(subject.command, {
      folder,
      cwd: subject.cwd,
      searchPath: context.searchPath,
      letsReadsPass: context.letsReadsPass,
    });
    return commands ? [{ line, keys: commands.map((command) => candidatesOf(command, folder)) }] : [];
  }

  /** The widest first; an option is never part of a rule we suggest. */
  function candidatesOf(command: NamedCommand, folder: string): string[] {
    const { name, realPath, args } = command;
    const end = args.findIndex((arg) => !/^[\w:@.][\w:@.-]*$/.test(arg));
    const words = args.slice(0, Math.min(MAX_WORDS, end === -1 ? args.length : end));
    const widths = SAYS_LITTLE.test(words[0] ?? '')
      ? [words.slice(0, MAX_WORDS)]
      : [words.slice(0, 1), words];
    return widths.flatMap((argumentPrefix) => {
      const about = { kind: 'command', program: name, resolvedPath: realPath, argumentPrefix } as const;
      if (whyNotCovered(about, command) !== undefined) return [];
      const key = JSON.stringify([folder, realPath, name, argumentPrefix]);
      candidates.set(key, { about, folder });
      return [key];
    });
  }

  function tryRule({ about, folder }: Candidate): Rule | undefined {
    try {
      const origin = { how: 'page', at: new Date().toISOString(), who: 'suggested' } as const;
      return makeRule(
        { decision: 'allow', about, scope: scopeOfFolder(folder), until: { kind: 'revoked' }, origin },
        context.searchPath,
      );
    } catch {
      // It would be too wide.
      return undefined;
    }
  }
}

/** Those that are worth having, the one that most questions have first; of two that are alike the narrower one. */
function bySupport(questions: readonly Question[]): string[] {
  const support = new Map<string, number>();
  for (const { keys } of questions)
    for (const key of new Set(keys.flat())) support.set(key, (support.get(key) ?? 0) + 1);
  return [...support]
    .filter(([, count]) => count >= MIN_SAVED)
    .sort(([left, most], [right, more]) => more - most || right.length - left.length)
    .map(([key]) => key);
}
