// What the form of a rule holds, from a rule and to what the host is asked for.
import { quote } from 'shlex';
import type { RuleRow, SpokenSubject } from '../../../server/contract/rules.ts';

export interface FormValues {
  readonly decision: 'allow' | 'ask' | 'deny';
  readonly kind: SpokenSubject['kind'];
  /** As it is typed; for files one pattern per line. */
  readonly subject: string;
  readonly isExact: boolean;
  /** Empty: everywhere. */
  readonly folder: string;
  /** A name; empty: every client. */
  readonly client: string;
  /** `keep`: as the rule has it, which the form cannot say. */
  readonly until: 'revoked' | 'day' | 'keep';
}

export function emptyForm(folder = ''): FormValues {
  return {
    decision: 'allow',
    kind: 'command',
    subject: '',
    isExact: false,
    folder,
    client: '',
    until: 'revoked',
  };
}

export function valuesOf(row: RuleRow): FormValues {
  const { decision, about, scope, until } = row.rule;
  return {
    decision,
    kind: about.kind,
    subject: subjectText(about),
    isExact: about.kind === 'command' && about.isExact === true,
    folder: scope.folder ?? '',
    client: scope.client?.name ?? '',
    until: until.kind === 'revoked' ? 'revoked' : 'keep',
  };
}

export function aboutOf({ kind, subject, isExact }: FormValues): SpokenSubject {
  const text = subject.trim();
  switch (kind) {
    case 'command':
      return { kind, text, ...(isExact && { isExact }) };
    case 'patch':
      return {
        kind,
        globs: text
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean),
      };
    case 'tool':
      return { kind, name: text };
    case 'host':
      return { kind, host: text };
  }
}

function subjectText(about: RuleRow['rule']['about']): string {
  switch (about.kind) {
    case 'command':
      return [about.program, ...about.argumentPrefix].map((word) => quote(word)).join(' ');
    case 'patch':
      return about.globs.join('\n');
    case 'tool':
      return `${about.remote}/${about.tool}`;
    case 'host':
      return about.host;
  }
}
