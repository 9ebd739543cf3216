// What the rules say about a question: deny before ask before allow, the strictest wins. An allow needs everything to be
// sure; a deny and an ask hold as soon as they could be meant.
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Approval, needsPerson } from '../approval.ts';
import { dangersOf } from '../dangers.ts';
import { withoutEngineShell } from '../engine-shell.ts';
import { whyAskAbout, whyAskCommand } from '../reads/reads-rule.ts';
import type { PlainCommand } from '../shell-script.ts';
import { type NamedCommand, namedCommand, whyNotCovered } from './command-matching.ts';
import { couldMean, keysOf } from './could-mean.ts';
import { dangerWords } from './danger-words.ts';
import type { WrittenCommand } from './git-commands.ts';
import { type EarlierCommand, whyOtherRepository } from './git-place.ts';
import { canonicalHost } from './host-name.ts';
import { leadsAway } from './leads-away.ts';
import { allowsFile, compileGlobs, couldMeanFile, patchedFiles } from './patch-matching.ts';
import { type PossibleCommand, possibleCommands } from './possible-commands.ts';
import { type FindProgram, findIn } from './program-file.ts';
import type { Rule, RuleDecision, RuleSubject } from './rule.ts';
import { type Checkouts, countsFor, folderOfScope, lookAtCheckouts } from './scope.ts';

/** A question as rules look at it. */
export type RuledQuestion = Pick<Approval, 'principal' | 'threadId' | 'turnId' | 'subject'>;

export interface RuleContext {
  /** Of the thread; a real path. Undefined where there is none: a client's own call. */
  readonly folder: string | undefined;
  /** Of Patchbay and Codex. */
  readonly ownFolders: readonly string[];
  /** Parts of a command that only read inside the folder pass beside those a rule allows. */
  readonly letsReadsPass: boolean;
  /** The value of PATH. */
  readonly searchPath: string;
  /** Looks programs up there, where that is done for many questions. */
  readonly find?: FindProgram;
  /** Examples have no place: no repository is looked at. */
  readonly isAboutWords?: true;
}

export interface Ruling {
  readonly decision: RuleDecision;
  /** Those that decided, the first one found first. */
  readonly rules: readonly [Rule, ...Rule[]];
}

type CommandQuestion = Extract<Approval['subject'], { kind: 'command' }>;
type RuleAbout<Kind extends RuleSubject['kind']> = Rule & { about: Extract<RuleSubject, { kind: Kind }> };

/** Rules that are looked up, not searched. */
export interface CompiledRules {
  readonly rules: readonly Rule[];
  /** @returns undefined where no rule says anything */
  decide(question: RuledQuestion, context: RuleContext): Ruling | undefined;
  /** @returns why no allow answers it, as a clause; undefined where one does, or it is about no command */
  whyNotAllowed(question: RuledQuestion, context: RuleContext): string | undefined;
}

const verbs = { allow: 'allows', ask: 'asks about', deny: 'denies' } as const;

/** Characters of arguments that a person can look through. */
const MAX_ARGUMENTS = 10_000;
const MAX_FILES = 200;

/** @param rules those that are not off */
export function compileRules(rules: readonly Rule[], now: () => number = Date.now): CompiledRules {
  const about = <Kind extends RuleSubject['kind']>(kind: Kind) =>
    rules.filter((rule): rule is RuleAbout<Kind> => rule.about.kind === kind);
  const commands = about('command');
  const allowed = groupBy(commands.filter(isAllow), ({ about: { program } }) => [program]);
  const strict = groupBy(
    commands.filter(isStrict).map((rule) => ({ rule, means: couldMean(rule.about) })),
    ({ rule }) => keysOf(rule.about),
  );
  const patches = about('patch').map((rule) => ({ rule, globs: compileGlobs(rule.about) }));
  const tools = groupBy(about('tool'), ({ about: { remote, tool } }) => [JSON.stringify([remote, tool])]);
  const hosts = about('host');

  function countingFor(question: RuledQuestion): CountsAt {
    const at = now();
    const checkouts = lookAtCheckouts();
    return (rule, folder) => baseOf(rule, folder, question, checkouts, at);
  }

  return {
    rules,
    whyNotAllowed(question, context) {
      const { subject } = question;
      if (subject.kind !== 'command') return undefined;
      const allowance = allowanceOf(subject, context, countingFor(question));
      return 'why' in allowance ? allowance.why : undefined;
    },
    decide(question, context) {
      const counts = countingFor(question);
      const { subject } = question;
      switch (subject.kind) {
        case 'command':
          return subject.network === undefined
            ? decideCommand(subject, context, counts, !subject.isInput)
            : (decideCommand(subject, context, counts, false) ??
                decideHost(subject.network, subject.cwd, counts));
        case 'patch':
          return decidePatch(subject, context, counts);
        case 'tool':
          return decideTool(subject, context, counts);
        case 'url':
          return strictOf(decideHost(hostOf(subject.url), context.folder, counts));
        default:
          return undefined;
      }
    },
  };

  function decideCommand(
    subject: CommandQuestion,
    context: RuleContext,
    counts: CountsAt,
    mayAllow: boolean,
  ): Ruling | undefined {
    const { started } = strictlyMeant(subject, context, counts);
    const ruling = strictest(started());
    if (ruling || !mayAllow || allowed.size === 0) return ruling;
    const allowance = allowanceOf(subject, context, counts);
    return 'why' in allowance ? undefined : { decision: 'allow', rules: allowance.rules };
  }

  function strictlyMeant(subject: CommandQuestion, { folder = '' }: RuleContext, counts: CountsAt) {
    // A rule of either folder is meant.
    const isMeant = (rule: Rule) => (counts(rule, subject.cwd) ?? counts(rule, folder)) !== undefined;
    const meant = (possible: readonly PossibleCommand[]) =>
      possible.flatMap((command) =>
        (strict.get(command.key) ?? []).flatMap(({ rule, means }) =>
          means(command) && isMeant(rule) ? [rule] : [],
        ),
      );
    const text = textOf(subject);
    const possible = strict.size > 0 ? possibleCommands(text) : undefined;
    const lowerCase = text.toLowerCase();
    return {
      started: () => meant(possible?.started ?? []),
      mentioned: () => [
        ...meant(possible?.mentioned ?? []),
        ...hosts.filter(
          (rule) => isStrict(rule) && lowerCase.includes(rule.about.host.replace('*.', '')) && isMeant(rule),
        ),
      ],
    };
  }

  /** The rules that together allow a command, or why they do not. */
  function allowanceOf(
    subject: CommandQuestion,
    context: RuleContext,
    counts: CountsAt,
  ): { readonly rules: readonly [Rule, ...Rule[]] } | { readonly why: string } {
    const { folder, ownFolders, searchPath, find = findIn(searchPath) } = context;
    if (subject.isInput || folder === undefined) return { why: 'no allow is about this' };
    const used: Rule[] = [];
    const ruled: (EarlierCommand & { readonly words: PlainCommand })[] = [];
    const why = whyAskAbout(subject.command, { folder, cwd: subject.cwd }, (words, place) => {
      const command = namedCommand(words, place, find);
      const rule = command && allowing(command, place.cwd, counts);
      // A text with `cd` is looked at in every place it may lead to: then the same words are no earlier ones.
      const earlier = ruled.filter((one) => one.words !== words);
      const whyRepository = () =>
        context.isAboutWords
          ? undefined
          : whyOtherRepository(command ?? asWritten(words), place, {
              earlier,
              isAllowed: rule !== undefined,
            });
      if (command && rule) {
        used.push(rule);
        ruled.push({ ...command, words, cwd: place.cwd });
        const away = command.args.find((arg) => leadsAway(arg, place));
        return away === undefined ? whyRepository() : `${away} leads elsewhere by a link`;
      }
      if (!context.letsReadsPass) return `no rule allows ${words[0]?.value ?? ''}`;
      return whyAskCommand(words, place) ?? whyRepository();
    });
    const [first, ...more] = new Set(used);
    if (why !== undefined) return { why };
    if (!first) return { why: 'it only reads: no rule is needed' };
    const [danger] = dangersOf(subject, { folder, ownFolders });
    if (danger !== undefined) return { why: `${dangerWords[danger]}, so a person is asked every time` };
    // It is not started as far as can be seen, but it is spoken of: a person looks at it.
    const [mentioned] = strictlyMeant(subject, context, counts).mentioned();
    if (mentioned) return { why: `it mentions what ${mentioned.id} ${verbs[mentioned.decision]}` };
    return { rules: [first, ...more] };
  }

  function allowing(command: NamedCommand, cwd: string, counts: CountsAt): Rule | undefined {
    return allowed
      .get(command.name)
      ?.find((rule) => whyNotCovered(rule.about, command) === undefined && counts(rule, cwd) !== undefined);
  }

  function decidePatch(
    subject: Extract<Approval['subject'], { kind: 'patch' }>,
    { folder = '', ownFolders }: RuleContext,
    counts: CountsAt,
  ): Ruling | undefined {
    if (patches.length === 0 || folder === '') return undefined;
    const files = patchedFiles(subject.changes, folder);
    // Without a folder of its own a rule is about the thread's.
    const inScope = patches.flatMap(({ rule, globs }) => {
      const base = counts(rule, folder);
      return base === undefined ? [] : [{ rule, globs, base: base === '/' ? folder : base }];
    });
    const strictOnes = inScope.filter(
      ({ rule, globs, base }) => isStrict(rule) && files.some((file) => couldMeanFile(globs, file, base)),
    );
    const ruling = strictest(strictOnes.map(({ rule }) => rule));
    if (ruling) return ruling;
    // A yes to it would let later writes pass that nobody has seen.
    if (subject.grantRoot !== undefined || files.length === 0 || files.length > MAX_FILES) return undefined;
    if (dangersOf(subject, { folder, ownFolders }).length > 0) return undefined;
    const used = files.map((file) =>
      inScope.find((one) => isAllow(one.rule) && allowsFile(one.globs, file, one.base)),
    );
    const [first, ...more] = new Set(used.flatMap((one) => one?.rule ?? []));
    return first && used.every(Boolean) ? { decision: 'allow', rules: [first, ...more] } : undefined;
  }

  function decideTool(
    subject: Extract<Approval['subject'], { kind: 'tool' }>,
    { folder }: RuleContext,
    counts: CountsAt,
  ): Ruling | undefined {
    const args = subject.arguments as Record<string, unknown> | null;
    const meant = (tools.get(JSON.stringify([subject.server, subject.tool])) ?? []).filter(
      (rule) =>
        counts(rule, folder) !== undefined &&
        Object.entries(rule.about.arguments ?? {}).every(
          ([name, value]) =>
            typeof args === 'object' &&
            args !== null &&
            Object.hasOwn(args, name) &&
            isDeepStrictEqual(args[name], value),
        ),
    );
    const ruling = strictest(meant);
    const canBeShown = JSON.stringify(args ?? {}).length <= MAX_ARGUMENTS;
    return ruling?.decision === 'allow' && (!canBeShown || needsPerson({ subject })) ? undefined : ruling;
  }

  function decideHost(host: string, folder: string | undefined, counts: CountsAt): Ruling | undefined {
    const name = canonicalHost(host) ?? '';
    return strictest(
      hosts.filter((rule) => {
        const { host: wanted } = rule.about;
        const fits = wanted.startsWith('*.')
          ? name.endsWith(wanted.slice(1)) && name.length >= wanted.length
          : name === wanted;
        return fits && counts(rule, folder) !== undefined;
      }),
    );
  }
}

/** The folder a rule stands for at a place; undefined where it does not count. */
type CountsAt = (rule: Rule, folder: string | undefined) => string | undefined;

function baseOf(
  rule: Rule,
  folder: string | undefined,
  question: RuledQuestion,
  checkouts: Checkouts,
  now: number,
): string | undefined {
  if (!countsFor(rule, question, now)) return undefined;
  return folderOfScope(rule.scope, folder, checkouts, isStrict(rule));
}

/** What a person would call the command. */
function textOf({ command, isInput }: CommandQuestion): string {
  return isInput ? command : withoutEngineShell(command);
}

function asWritten([program, ...args]: PlainCommand): WrittenCommand {
  return { name: path.basename(program?.value ?? ''), args: args.map(({ value }) => value) };
}

function isAllow({ decision }: Rule): boolean {
  return decision === 'allow';
}

function isStrict({ decision }: Rule): boolean {
  return decision !== 'allow';
}

/** The first one that denies, else that asks, else that allows. */
function strictest(rules: readonly Rule[]): Ruling | undefined {
  const found =
    rules.find(({ decision }) => decision === 'deny') ??
    rules.find(({ decision }) => decision === 'ask') ??
    rules[0];
  return found && { decision: found.decision, rules: [found] };
}

function strictOf(ruling: Ruling | undefined): Ruling | undefined {
  return ruling?.decision === 'allow' ? undefined : ruling;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}

function groupBy<Item>(
  items: readonly Item[],
  keysOfItem: (item: Item) => readonly (string | undefined)[],
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    for (const key of keysOfItem(item)) {
      if (key === undefined) continue;
      const group = groups.get(key);
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
  }
  return groups;
}
