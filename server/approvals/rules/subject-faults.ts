// What no rule can be about, although somebody might write it: such a rule would be saved and never match.
import { dangersOf } from '../dangers.ts';
import { dangerWords } from './danger-words.ts';
import { canonicalHost } from './host-name.ts';
import { compileGlobs } from './patch-matching.ts';
import type { RuleDecision, RuleSubject } from './rule.ts';

const MAX_GLOB = 200;
/** What a glob's wildcards and alternatives could stand for. */
const SAMPLES: readonly (readonly [RegExp, string])[] = [
  [/\{([^,{}]*),[^{}]*\}/g, '$1'],
  [/\*+/g, 'a'],
  [/\?/g, 'a'],
];

/** @returns what is wrong with it and what to write, as a clause; undefined where a rule can be about it */
export function faultOf(about: RuleSubject, decision: RuleDecision): string | undefined {
  switch (about.kind) {
    case 'patch':
      return about.globs.map((glob) => faultOfGlob(glob, decision)).find((fault) => fault !== undefined);
    case 'command':
    case 'tool':
      return undefined;
    case 'host':
      return faultOfHost(about.host);
  }
}

function faultOfGlob(glob: string, decision: RuleDecision): string | undefined {
  if (glob === '') return 'a glob is empty; write the files below the folder, like src/**';
  if (glob.length > MAX_GLOB) return `a glob is longer than ${MAX_GLOB} characters; write a shorter one`;
  if (/^(?:[/~]|[A-Za-z]:)/.test(glob) || glob.split('/').includes('..'))
    return `${glob} does not stay below a folder; name that folder with --folder, and write what is below it, like src/**`;
  if (/[\\()|!]/.test(glob))
    return `${glob} has one of the characters \\ ( ) | !, which programs read differently; write it with *, ** and ? alone`;
  if (glob.endsWith('/')) return `${glob} is not a file; write ${glob}** for everything below it`;
  const sample = SAMPLES.reduce((text, [pattern, by]) => text.replaceAll(pattern, by), glob);
  const { allows, couldMean } = compileGlobs({ kind: 'patch', globs: [glob] });
  const plain = sample.replace(/^\.\//, '').replaceAll('//', '/');
  if (!(decision === 'allow' ? allows(plain) : couldMean(plain)))
    return `${glob} matches no file; write the path below the folder, like src/** or docs/*.md`;
  const changes = [{ path: sample, kind: { type: 'add' as const }, diff: '' }];
  const [danger] = dangersOf({ kind: 'patch', changes }, { folder: '/', ownFolders: [] });
  if (decision === 'allow' && danger !== undefined)
    return `a person is asked about every change of ${glob}, since ${dangerWords[danger]}; no allow covers such files`;
  return undefined;
}

function faultOfHost(host: string): string | undefined {
  const addressed = URL.canParse(host) && /^\w+:\/\//.test(host) ? new URL(host).hostname : undefined;
  if (addressed) return `${host} is an address; write the host alone: ${addressed}`;
  const canonical = canonicalHost(host);
  if (canonical === undefined || /[*]/.test(canonical.replace(/^\*\./, '')))
    return `${host} is not the name of a host; write one like api.example.com, or *.example.com for every name below it`;
  if (canonical !== host && /:\d+$/.test(host))
    return `${host} has a port, and a rule is about every port; write ${canonical}`;
  if (canonical !== host) return `${host} is another way to write ${canonical}; write that`;
  return undefined;
}
