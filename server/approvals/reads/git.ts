// `git`: the subcommands that only read, with the options that keep them so, in a repository that names no program.
import { whyAskRepository } from './git-repository.ts';
import { type Place, realPathInside } from './named-paths.ts';
import { type Argument, type Options, readArguments } from './option-arguments.ts';

// Some git options have an optional value; which ones depends on subcommand and version. Here a value is only taken
// from the same word, and an option after an operand also counts as an operand.
const DIFF: Options = {
  flags: 'RabpqswzuW',
  attached: 'BCDMU',
  texts: 'GS',
  numbers: 'l',
  long: 'abbrev[=] anchored= binary break-rewrites[=] cached check color[=] color-moved[=] color-words[=] compact-summary diff-algorithm= diff-filter= dirstat[=] exit-code find-copies[=] find-copies-harder find-renames[=] full-index function-context histogram ignore-all-space ignore-blank-lines ignore-cr-at-eol ignore-space-at-eol ignore-space-change inter-hunk-context= merge-base minimal name-only name-status no-color no-ext-diff no-patch no-prefix no-renames no-textconv numstat patch patch-with-stat patience pickaxe-all pickaxe-regex quiet raw relative shortstat staged stat[=] summary text unified= word-diff[=] word-diff-regex=',
};

const LOG: Options = {
  ...DIFF,
  flags: `${DIFF.flags}Fcgimt`,
  texts: `${DIFF.texts}L`,
  numbers: `${DIFF.numbers}n`,
  counts: true,
  long: `${DIFF.long} abbrev-commit after= all all-match author= author-date-order before= branches[=] cherry cherry-mark cherry-pick committer= date= date-order decorate[=] dense encoding= first-parent fixed-strings follow format= full-diff full-history graph grep= ignore-missing invert-grep left-right max-count= max-parents= merges min-parents= no-abbrev-commit no-decorate no-merges no-notes no-walk not oneline parents perl-regexp pretty[=] regexp-ignore-case relative-date remotes[=] reverse root show-pulls simplify-by-decoration since= skip= source tags[=] topo-order until= walk-reflogs`,
};

/** `listing`: without this option, the command would create names instead of listing them. */
interface Subcommand extends Options {
  readonly operands: 'paths' | 'pattern-and-paths' | 'none' | { readonly listing: readonly string[] };
  /** Without this option, git would follow links that replace tracked folders. */
  readonly needs?: string;
  /** The required first word: `list` of `stash list`. */
  readonly verb?: string;
}

const subcommands: Readonly<Record<string, Subcommand>> = {
  blame: {
    operands: 'paths',
    flags: 'cefklnpstw',
    attached: 'CM',
    texts: 'L',
    long: 'abbrev= date= line-porcelain porcelain root show-email show-name show-number',
  },
  branch: {
    // Before git 2.19, `-l` created a branch.
    operands: { listing: ['--list'] },
    flags: 'arv',
    long: 'abbrev= all color[=] column[=] contains= format= ignore-case list merged= no-abbrev no-color no-column no-contains= no-merged= points-at= remotes show-current sort= verbose',
  },
  'cat-file': { operands: 'paths', flags: 'epst' },
  'check-ignore': { operands: 'paths', flags: 'nqv', long: 'no-index non-matching quiet verbose' },
  describe: {
    operands: 'paths',
    long: 'abbrev= all always candidates= dirty[=] exact-match exclude= long match= tags',
  },
  diff: { ...DIFF, operands: 'paths' },
  grep: {
    operands: 'pattern-and-paths',
    needs: '--cached',
    flags: 'EFGHILPWachilnopqvw',
    texts: 'e',
    numbers: 'ABCm',
    counts: true,
    long: 'after-context= before-context= break cached color[=] column context= count extended-regexp files-with-matches files-without-match fixed-strings full-name function-context heading ignore-case invert-match line-number max-count= max-depth= name-only no-color null only-matching perl-regexp quiet show-function text word-regexp',
  },
  log: { ...LOG, operands: 'paths' },
  'ls-files': {
    operands: 'paths',
    flags: 'cdikmostuvz',
    texts: 'x',
    long: 'abbrev[=] cached deduplicate deleted directory eol error-unmatch exclude= exclude-standard full-name ignored killed modified no-empty-directory others stage unmerged',
  },
  'ls-tree': {
    operands: 'paths',
    flags: 'drtlz',
    long: 'abbrev[=] full-name full-tree long name-only name-status',
  },
  'merge-base': { operands: 'paths', flags: 'a', long: 'all is-ancestor octopus' },
  reflog: { ...LOG, operands: 'paths', verb: 'show' },
  remote: { operands: 'none', flags: 'v', long: 'verbose' },
  'rev-list': { ...LOG, operands: 'paths', long: `${LOG.long} count objects` },
  'rev-parse': {
    operands: 'paths',
    flags: 'q',
    long: 'abbrev-ref[=] absolute-git-dir git-dir is-bare-repository is-inside-git-dir is-inside-work-tree quiet short[=] show-cdup show-prefix show-superproject-working-tree show-toplevel symbolic symbolic-full-name verify',
  },
  show: { ...LOG, operands: 'paths' },
  shortlog: { operands: 'paths', flags: 'ens', long: 'email numbered summary' },
  'show-ref': {
    operands: 'paths',
    flags: 'dhq',
    long: 'abbrev[=] branches dereference head heads quiet tags verify',
  },
  stash: { ...LOG, operands: 'none', verb: 'list' },
  status: {
    operands: 'paths',
    flags: 'bsvz',
    attached: 'u',
    long: 'ahead-behind branch column[=] find-renames[=] ignored[=] long no-ahead-behind no-column no-renames porcelain[=] renames short show-stash untracked-files[=] verbose',
  },
  tag: {
    operands: { listing: ['-l', '--list'] },
    flags: 'l',
    attached: 'n',
    long: 'color[=] column[=] contains= format= list merged= no-column no-contains= no-merged= points-at= sort=',
  },
  worktree: { operands: 'none', verb: 'list', flags: 'vz', long: 'porcelain verbose' },
};

/** Placeholders and sort keys that make git run gpg or another git. */
const RUNS_IN_FORMAT = /%[-+ ]*[G(]|signature/;

/** @returns why a person must be asked; undefined when git only reads here */
export function whyAskGit(args: readonly Argument[], place: Place): string | undefined {
  if (args.length === 1 && args[0]?.value === '--version') return undefined;
  const [name, ...rest] = withoutPager(args);
  const { cwd, words } = whereTo(
    [name, ...rest].flatMap((arg) => arg ?? []),
    place,
  );
  if (cwd === undefined) return 'outside the folder: the folder of `git -C`';
  const [subcommand, ...given] = words;
  const known = subcommand && Object.hasOwn(subcommands, subcommand.value) && subcommands[subcommand.value];
  if (!known) return `git ${subcommand?.value ?? ''}`.trim();
  const here = { ...place, cwd };
  return whyAskArguments(subcommand.value, known, given, here) ?? whyAskRepository(here);
}

function withoutPager(args: readonly Argument[]): readonly Argument[] {
  return args[0]?.value === '--no-pager' ? args.slice(1) : args;
}

/** `git -C DIR` runs there. */
function whereTo(
  args: readonly Argument[],
  place: Place,
): { cwd: string | undefined; words: readonly Argument[] } {
  const [option, folder, ...words] = args;
  if (option?.value !== '-C') return { cwd: place.cwd, words: args };
  return { cwd: folder && realPathInside(folder.value, place), words: withoutPager(words) };
}

function whyAskArguments(
  name: string,
  known: Subcommand,
  args: readonly Argument[],
  place: Place,
): string | undefined {
  const { verb } = known;
  const hasVerb = args[0]?.value === verb;
  // Without a subcommand, `git reflog` shows the reflog, but `git stash` stashes.
  const isShown = name === 'reflog' && args.every(({ value }) => value.startsWith('-'));
  if (verb !== undefined && !hasVerb && !isShown) return `git ${name} without ${verb}`;
  const read = readArguments(verb !== undefined && hasVerb ? args.slice(1) : args, known);
  if (typeof read === 'string') return `git ${name} with ${read}`;
  for (const [option, value = ''] of read.options)
    if (RUNS_IN_FORMAT.test(value)) return `git ${name} with ${option}=${value}`;
  const given = new Set(read.options.map(([option]) => option));
  if (known.needs !== undefined && !given.has(known.needs)) return `git ${name} without ${known.needs}`;
  if (known.operands === 'none' && read.operands.length > 0) return `git ${name} with a name`;
  if (typeof known.operands === 'object') {
    const { listing } = known.operands;
    const lists = listing.some((option) => given.has(option));
    return read.operands.length === 0 || lists ? undefined : `git ${name} with a name`;
  }
  const hasPattern =
    known.operands === 'pattern-and-paths' && !read.options.some(([option]) => option === '-e');
  // Revisions too: given a path outside of the repository, git compares any two files.
  for (const { value } of hasPattern ? read.operands.slice(1) : read.operands)
    if (realPathInside(value, place) === undefined) return `outside the folder: ${value}`;
  return undefined;
}
