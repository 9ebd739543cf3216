// What git does with the repository it is started in, read from its words alone: which commands bring files or other
// repositories into the working tree, and which look into those. For texts of several commands: the disk is looked at
// before the first of them runs.

/** A simple command without its wrappers. */
export interface WrittenCommand {
  /** Of the program, without a path. */
  readonly name: string;
  readonly args: readonly string[];
}

/** They run git, or read its repositories themselves, wherever they are started. */
const RUN_GIT = /^(?:gh|glab|hub|tea|go)$/;
/** They write where their words say. What an archive holds needs no repository to be obeyed. */
const COPIERS = /^(?:cp|mv|ln|rsync|install)$/;
/** Of git: the working tree stays as it is. */
const LEAVES_FILES =
  /^(?:add|stage|commit|push|fetch|ls-remote|remote|tag|branch|notes|init|status|diff|log|show|describe|shortlog|blame|grep|ls-files|ls-tree|rev-parse|rev-list|cat-file|merge-base|show-ref|reflog|check-ignore)$/;
const LEAVES_FILES_OF_HOSTS = /^(?:view|list|status|diff|checks|create|comment|edit|review|close|reopen)$/;
/** Of git: what is in the working tree is not compared with the index, so no repository inside is asked for its state. */
const LOOKS_AT_HISTORY =
  /^(?:push|ls-remote|remote|tag|branch|log|show|shortlog|blame|ls-tree|rev-parse|rev-list|cat-file|merge-base|show-ref|reflog|notes)$/;
const CONTACTS_REMOTE = /^(?:push|fetch|pull|ls-remote)$/;

/** @returns the arguments as those of `git`, for `git-push` too; undefined for another program */
export function gitArguments(name: string, args: readonly string[]): readonly string[] | undefined {
  if (name === 'git') return args;
  return name.startsWith('git-') ? [name.slice('git-'.length), ...args] : undefined;
}

/** Whether settings and hooks of the repository in which it is started decide what else it runs. */
export function obeysRepository({ name, args }: WrittenCommand): boolean {
  return gitArguments(name, args) !== undefined || RUN_GIT.test(name);
}

/** Whether files may lie in the working tree afterwards that make a folder in it a repository. */
export function bringsFiles({ name, args }: WrittenCommand): boolean {
  const [command] = gitArguments(name, args) ?? [];
  if (command !== undefined) return !LEAVES_FILES.test(command);
  if (RUN_GIT.test(name)) return name !== 'go' && !LEAVES_FILES_OF_HOSTS.test(args[1] ?? '');
  return COPIERS.test(name);
}

/**
 * Whether a repository inside the working tree may be in the index afterwards, as a sub-module.
 * @param isFolder whether a word names a folder
 */
export function mayAddRepositories(command: WrittenCommand, isFolder: (word: string) => boolean): boolean {
  const [first = '', ...words] = gitArguments(command.name, command.args) ?? [];
  const operands = words.filter((word) => !word.startsWith('-'));
  if (/^(?:add|stage)$/.test(first))
    return operands.length < words.length || operands.length === 0 || operands.some(isFolder);
  return first === 'commit' ? looksAtFiles(words) : bringsFiles(command);
}

/** Whether it asks repositories inside the working tree for their state, and so obeys them. */
export function looksInside({ name, args }: WrittenCommand): boolean {
  const [command = '', ...words] = gitArguments(name, args) ?? [];
  return command === 'commit' ? looksAtFiles(words) : !LOOKS_AT_HISTORY.test(command);
}

export function isCommit({ name, args }: WrittenCommand): boolean {
  return gitArguments(name, args)?.[0] === 'commit';
}

/**
 * The repository a command of git contacts.
 * @returns undefined where it contacts none; an empty text for the one that the settings name
 */
export function contactedBy({ name, args }: WrittenCommand): string | undefined {
  const [command = '', ...words] = gitArguments(name, args) ?? [];
  if (!CONTACTS_REMOTE.test(command)) return undefined;
  return words.find((word) => !word.startsWith('-') || /^--repo?(?:=|$)/.test(word)) ?? '';
}

/** Words may name files, an option may take all, and without a message an editor is shown what has changed. */
function looksAtFiles(words: readonly string[]): boolean {
  const isMessage = (at: number) =>
    /^(?:-q?m|--message)$/.test(words[at - 1] ?? '') || /^--message=/.test(words[at] ?? '');
  return (
    !words.some((_, at) => isMessage(at)) ||
    !words.every((word, at) => /^(?:-m|-qm|-q|--message|--no-edit)$/.test(word) || isMessage(at))
  );
}
