// The rules that a question could have spared: exactly what was asked, in its folder, for its client. A person may make
// them wider; we never do.
import path from 'node:path';
import type { Approval } from '../approval.ts';
import { dangersOf } from '../dangers.ts';
import { whyAskAbout, whyAskCommand } from '../reads/reads-rule.ts';
import { type NamedCommand, namedCommand } from './command-matching.ts';
import { canonicalHost } from './host-name.ts';
import { findIn } from './program-file.ts';
import type { RuleSubject } from './rule.ts';
import { whyTooWide } from './too-wide.ts';

/** A place where a question was asked; real paths. */
interface AskedIn {
  readonly folder: string;
  readonly searchPath: string;
  /** Of Patchbay and Codex. */
  readonly ownFolders: readonly string[];
  /** Parts that only read need no rule. */
  readonly letsReadsPass: boolean;
}

/** @returns what an allow would be about, all of it needed; none where no allow could have answered the question */
export function offerFor(subject: Approval['subject'], asked: AskedIn): RuleSubject[] {
  if (dangersOf(subject, asked).length > 0) return [];
  switch (subject.kind) {
    case 'command': {
      if (subject.isInput) return [];
      if (subject.network !== undefined) {
        const host = canonicalHost(subject.network);
        return host === undefined ? [] : [{ kind: 'host', host }];
      }
      const commands = commandsToAllow(subject.command, { ...asked, cwd: subject.cwd }) ?? [];
      return commands.map(({ name, realPath, args }) => ({
        kind: 'command',
        program: name,
        resolvedPath: realPath,
        argumentPrefix: [...args],
        isExact: true,
      }));
    }
    case 'patch': {
      const files = subject.changes.map((change) =>
        path.relative(asked.folder, path.resolve(asked.folder, change.path)),
      );
      const isPlain =
        subject.grantRoot === undefined && files.every((file) => /^(?!\.\.)[\w.@+/ -]+$/.test(file));
      return isPlain && files.length > 0 ? [{ kind: 'patch', globs: files }] : [];
    }
    case 'tool': {
      const args = subject.arguments as Record<string, never> | null;
      const { server: remote, tool } = subject;
      return [
        { kind: 'tool', remote, tool, ...(args !== null && typeof args === 'object' && { arguments: args }) },
      ];
    }
    default:
      return [];
  }
}

/** The simple commands of a text that need a rule; undefined where no rule could allow it. */
export function commandsToAllow(
  command: string,
  place: Pick<AskedIn, 'folder' | 'searchPath' | 'letsReadsPass'> & { readonly cwd: string },
): NamedCommand[] | undefined {
  const needed: NamedCommand[] = [];
  const why = whyAskAbout(command, place, (words, at) => {
    const reason = place.letsReadsPass ? whyAskCommand(words, at) : 'no rule allows it';
    if (reason === undefined) return undefined;
    const named = namedCommand(words, at, findIn(place.searchPath));
    if (!named || whyTooWide(named.name, named.args) !== undefined) return reason;
    needed.push(named);
    return undefined;
  });
  return why === undefined && needed.length > 0 ? needed : undefined;
}
