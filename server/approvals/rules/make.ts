// Makes a rule of what a person says: the words of the command line, or a question that was asked.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { quote } from 'shlex';
import { notAFolder } from '../../errors/cli.ts';
import { ruleCommandNotSimple, ruleInvalid, ruleProgramNotFound } from '../../errors/rules.ts';
import { readScript } from '../shell-script.ts';
import { whyOff } from './examples.ts';
import { findProgram } from './program-file.ts';
import { type Rule, type RuleScope, type RuleSubject, ruleSchema } from './rule.ts';
import { scopeOfFolder } from './scope.ts';
import { faultOf } from './subject-faults.ts';
import { whyTooWide } from './too-wide.ts';

/**
 * A rule that counts. Its examples come with it, unless some are given.
 * @throws rule-invalid when it would be off
 */
export function makeRule(
  parts: Omit<Rule, 'id' | 'examples'> & { readonly examples?: Rule['examples'] },
  searchPath: string,
): Rule {
  const fault = faultOf(parts.about, parts.decision);
  if (fault !== undefined) throw ruleInvalid(fault);
  const { examples = examplesOf(parts.about, parts.decision, searchPath) } = parts;
  const read = ruleSchema.safeParse({ ...parts, id: `r_${randomBytes(4).toString('hex')}`, examples });
  if (!read.success) throw ruleInvalid('a name in it is too long, or has characters that no rule can have');
  const why = whyOff(read.data, searchPath);
  if (why !== undefined) throw ruleInvalid(why);
  return read.data;
}

/**
 * @param text one simple command; what it names is bound to the file it leads to now
 * @throws rule-command-not-simple, rule-program-not-found, rule-invalid
 */
export function commandSubject(
  text: string,
  decision: Rule['decision'],
  searchPath: string,
): Extract<RuleSubject, { kind: 'command' }> {
  const script = readScript(text);
  if (script.kind === 'not-plain') throw ruleCommandNotSimple(text, script.reason);
  const [words, ...more] = script.commands;
  if (!words || more.length > 0) throw ruleCommandNotSimple(text, 'it is several commands');
  if (words.some(({ isGlob }) => isGlob)) throw ruleCommandNotSimple(text, 'a pattern');
  const [word = '', ...argumentPrefix] = words.map(({ value }) => value);
  const why = decision === 'allow' ? whyTooWide(word, argumentPrefix) : undefined;
  if (why !== undefined) throw ruleInvalid(why);
  const found = findProgram(word, { folder: '', cwd: '/' }, searchPath);
  // A deny holds for every program of that name.
  if (!found && decision === 'allow') throw ruleProgramNotFound(word);
  const program = found?.name ?? word.split('/').at(-1) ?? word;
  return { kind: 'command', program, ...(found && { resolvedPath: found.realPath }), argumentPrefix };
}

/** @param name of the folder in an error. @throws not-a-folder */
export function folderScope(folder: string, name: string): Pick<RuleScope, 'folder' | 'repository'> {
  try {
    const real = fs.realpathSync.native(folder);
    // Fails for a file, as for what is not there.
    fs.readdirSync(real);
    return scopeOfFolder(real);
  } catch (error) {
    throw notAFolder(name, folder, error);
  }
}

/** Shapes that have leaked in other programs stand beside what it is for. */
function examplesOf(about: RuleSubject, decision: Rule['decision'], searchPath: string): Rule['examples'] {
  switch (about.kind) {
    case 'command': {
      const { program, resolvedPath = program } = about;
      const word = findProgram(program, { folder: '', cwd: '/' }, searchPath) ? program : resolvedPath;
      const text = [word, ...about.argumentPrefix].map(quote).join(' ');
      if (decision !== 'allow')
        return { match: [text, `cd x && ${text}`, `bash -c ${quote(text)}`], notMatch: [] };
      return {
        match: [text],
        notMatch: [`${text} > file`, `${text}; other`, `./${text}`, `${text} $(other)`, `FOO=1 ${text}`],
      };
    }
    case 'patch':
      return { match: [], notMatch: decision === 'allow' ? ['../outside', '.git/hooks/pre-commit'] : [] };
    case 'tool':
      return { match: [JSON.stringify(about.arguments ?? {})], notMatch: [] };
    case 'host':
      return { match: [about.host.replace('*', 'a')], notMatch: [`${about.host.replace('*.', '')}.example`] };
  }
}
