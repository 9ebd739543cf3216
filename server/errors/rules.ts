// Rules: a person's standing answers to questions.
import { PatchbayError } from './error.ts';

/** @param prefix of an id, as it was typed */
export function ruleNotFound(prefix: string): PatchbayError {
  return new PatchbayError(
    'rule-not-found',
    `No rule has an id that begins with ${prefix}.`,
    '`patchbay rules list` shows the rules with their ids.',
    { fixInWindow: 'The Rules page shows the rules there are.' },
  );
}

/** The beginning of an id fits several rules. @param prefix as it was typed */
export function ruleAmbiguous(prefix: string): PatchbayError {
  return new PatchbayError(
    'rule-ambiguous',
    `Several rules have an id that begins with ${prefix}.`,
    'Type more of the id.',
  );
}

export function rulesTooMany(limit: number): PatchbayError {
  return new PatchbayError(
    'rules-too-many',
    `There would be more than ${limit} rules.`,
    'Revoke some with `patchbay rules remove`.',
    { fixInWindow: 'Revoke some on the Rules page.' },
  );
}

/** @param why a clause */
export function ruleInvalid(why: string): PatchbayError {
  return new PatchbayError(
    'rule-invalid',
    `This rule would have no effect: ${why}.`,
    'Change the rule; nothing was saved.',
  );
}

/** @param why a clause */
export function ruleCommandNotSimple(text: string, why: string): PatchbayError {
  return new PatchbayError(
    'rule-command-not-simple',
    `\`${text}\` is not one simple command (${why}).`,
    'Name one program and the words its arguments begin with, like `npm test`.',
  );
}

/** An allow is made for a program that is not installed, or is in the folder. */
export function ruleProgramNotFound(program: string): PatchbayError {
  return new PatchbayError(
    'rule-program-not-found',
    `${program} is not on the PATH, or has a relative path: an allow counts for one program file outside the folder.`,
    'Install it first, or name it with its whole path.',
  );
}

/** @param wanted what the rule is for: `turn` or `thread` */
export function ruleNeedsThread(wanted: string, threads: readonly string[]): PatchbayError {
  const found =
    threads.length === 0 ? 'none runs there' : `${threads.length} run there (${threads.join(', ')})`;
  return new PatchbayError(
    'rule-needs-thread',
    `--for ${wanted} means the one thread that runs now in that folder and for that client, and ${found}.`,
    'Name the folder or the client of the thread with --folder or --client, while it runs.',
  );
}

/** @param threads that run with network access or without a sandbox */
export function rulesNotNow(threads: readonly string[]): PatchbayError {
  return new PatchbayError(
    'rules-not-now',
    `Rules cannot be changed while Codex runs with network access or without a sandbox (${threads.join(', ')}): what it runs could change them too.`,
    'Wait until that turn has ended, or stop it.',
  );
}

/** A rule names no subject, or several. */
export function ruleNeedsOneSubject(): PatchbayError {
  return new PatchbayError(
    'rule-needs-one-subject',
    'A rule is about one thing: one of --command, --patch, --tool and --host.',
    'Name exactly one of them.',
  );
}

/** @param value of `--tool`. @param why a clause */
export function ruleToolInvalid(value: string, why: string): PatchbayError {
  return new PatchbayError(
    'rule-tool-invalid',
    `--tool ${value} does not name a tool of a remote: ${why}.`,
    'Write the name of the remote in config.toml, a slash, and the whole name of the tool: github/create_issue, or github/"create issue".',
  );
}

/** A file holds rules in no format that is read. */
export function rulesFileUnknown(file: string): PatchbayError {
  return new PatchbayError(
    'rules-file-unknown',
    `${file} has no rules that can be read.`,
    'Name a file of `patchbay rules export`, a .rules file of Codex, or a settings.json of Claude Code with `permissions`.',
  );
}

/** A file was exported by a newer Patchbay. */
export function rulesFileNewer(file: string, version: number, known: number): PatchbayError {
  return new PatchbayError(
    'rules-file-newer',
    `${file} was exported by a newer Patchbay (its version is ${version}, this Patchbay knows ${known}).`,
    'Update this Patchbay, or export the rules again with this version.',
  );
}

/** @param problem a clause */
export function rulesFileNotUsable(file: string, problem: string): PatchbayError {
  return new PatchbayError(
    'rules-file-not-usable',
    `${file} cannot be used: ${problem}.`,
    'Name another file.',
  );
}

/** Nobody is there to say yes. */
export function rulesImportNeedsYes(): PatchbayError {
  return new PatchbayError(
    'rules-import-needs-yes',
    'Nothing was saved: without a terminal nobody can be asked whether to save these rules.',
    'Look at the list, then add --yes.',
  );
}
