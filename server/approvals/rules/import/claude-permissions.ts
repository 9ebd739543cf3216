// The `permissions` of Claude Code's settings.json: `Bash(npm run test:*)`, `Edit(src/**)`, `WebFetch(domain:…)`,
// `mcp__server__tool`. What has no counterpart here is left out with the reason.
import type { RuleDecision } from '../rule.ts';
import type { Candidate, Wanted } from './candidate.ts';

const READING = 'Patchbay has no rules about reading: what only reads inside the folder passes anyway';

/** @param folder of a project whose settings they are; they count everywhere where it is absent */
export function readClaudePermissions(
  permissions: Readonly<Record<string, unknown>>,
  folder?: string,
): Candidate[] {
  return (['deny', 'ask', 'allow'] as const).flatMap((decision) => {
    const lines = permissions[decision];
    return Array.isArray(lines) ? lines.map((line) => candidateOf(String(line), decision, folder)) : [];
  });
}

function candidateOf(line: string, decision: RuleDecision, folder: string | undefined): Candidate {
  const source = `${decision} ${line}`;
  const leftOut = (why: string): Candidate => ({ kind: 'left-out', source, why });
  const wanted = (about: Wanted['about'], note?: string): Candidate => ({
    kind: 'wanted',
    source,
    wanted: { decision, about, ...(folder !== undefined && { folder }) },
    ...(note !== undefined && { note }),
  });
  const [, tool = line, inner] = /^(\w+)(?:\((.*)\))?$/s.exec(line) ?? [];
  const [, remote, name] = /^mcp__(.+?)__(.+)$/.exec(tool) ?? [];
  if (tool.startsWith('mcp__'))
    return remote === undefined || name === undefined || inner !== undefined
      ? leftOut('a rule is about one tool of an MCP server')
      : wanted({ kind: 'tool', name: `${remote}/${name}` });
  switch (tool) {
    case 'Bash':
      return commandIn(inner);
    case 'Edit':
    case 'Write':
    case 'MultiEdit':
    case 'NotebookEdit':
      return filesIn(inner);
    case 'WebFetch': {
      const host = /^domain:(.+)$/.exec(inner ?? '')?.[1];
      return host === undefined
        ? leftOut('a rule is about one host')
        : wanted({ kind: 'host', host }, 'Wider: it is about every connection of a command to that host.');
    }
    case 'Read':
    case 'Glob':
    case 'Grep':
    case 'LS':
      return leftOut(READING);
    default:
      return leftOut(`Patchbay has no rules about ${tool}`);
  }

  function commandIn(text: string | undefined): Candidate {
    if (text === undefined || /^:?\*$/.test(text))
      return leftOut('a rule is about one program, not about all commands');
    const prefix = /^(.*?)(?::\*| \*)$/s.exec(text)?.[1];
    if ((prefix ?? text).includes('*'))
      return leftOut('only `:*` or ` *` at its end can be read: no rule has patterns');
    if (prefix !== undefined) return wanted({ kind: 'command', text: prefix });
    return decision === 'allow'
      ? wanted({ kind: 'command', text, isExact: true })
      : wanted({ kind: 'command', text }, 'Wider: it also covers anything after these words.');
  }

  /** Patterns of gitignore; those with `/` in front are below the folder of the settings. */
  function filesIn(pattern: string | undefined): Candidate {
    if (pattern === undefined) return leftOut('a rule is about files below a folder');
    if (/^(?:\/\/|~)/.test(pattern)) return leftOut('it is not below the folder of a thread');
    const plain = pattern.replace(/^\.?\//, '').replace(/\/$/, '/**');
    const glob = pattern.includes('/') ? plain : `**/${plain}`;
    return wanted({ kind: 'patch', globs: [glob] });
  }
}
