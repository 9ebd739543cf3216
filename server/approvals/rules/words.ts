// A rule in words: exactly what it covers.
import { quote } from 'shlex';
import type { Rule, RuleScope, RuleSubject, RuleUntil } from './rule.ts';

/** In the time zone of this machine. */
const DAY_AND_TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

const verbs = { allow: 'Allow', ask: 'Ask about', deny: 'Deny' } as const;

/** As the audit and the timeline name it: `Rule r_1a2b3c4d: allow npm test …`. */
export function nameOfRule({ id, decision, about }: Pick<Rule, 'id' | 'decision' | 'about'>): string {
  return `Rule ${id}: ${verbs[decision].toLowerCase()} ${subjectInWords(about)}`;
}

/** One sentence: decision, subject, where, for whom and how long. */
export function ruleInWords({
  decision,
  about,
  scope,
  until,
}: Omit<Rule, 'id' | 'origin' | 'examples'>): string {
  const where = `${scopeInWords(scope)}${scope.client ? ` for ${scope.client.name}` : ''}`;
  return `${verbs[decision]} ${subjectInWords(about)} ${where}, ${untilInWords(until)}.`;
}

/** `npm test` with any arguments after it. */
export function subjectInWords(about: RuleSubject): string {
  switch (about.kind) {
    case 'command': {
      const words = [about.program, ...about.argumentPrefix].map(quote).join(' ');
      return `\`${words}\`${about.isExact ? ' with no other arguments' : ' with any arguments after it'}`;
    }
    case 'patch':
      return `changes of files ${about.globs.join(', ')}`;
    case 'tool': {
      const values = Object.entries(about.arguments ?? {}).map(
        ([name, value]) => `${name} = ${JSON.stringify(value)}`,
      );
      return `the tool ${about.remote}/${about.tool}${values.length > 0 ? ` with ${values.join(', ')}` : ''}`;
    }
    case 'host':
      return `connections to ${about.host}`;
  }
}

function scopeInWords({ folder, repository }: RuleScope): string {
  if (folder === undefined) return 'everywhere';
  return repository ? `in ${folder} and its worktrees` : `in ${folder}`;
}

function untilInWords(until: RuleUntil): string {
  switch (until.kind) {
    case 'turn':
      return 'until this turn ends';
    case 'thread':
      return `in the thread ${until.threadId}`;
    case 'day':
      return `until ${DAY_AND_TIME.format(new Date(until.endsAt))}`;
    case 'revoked':
      return 'until it is revoked';
  }
}
