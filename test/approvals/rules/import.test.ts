// What lines of Codex' and Claude Code's files become, and what is left out.
import { describe } from 'vitest';
import type { Candidate } from '../../../server/approvals/rules/import/candidate.ts';
import { readRulesFile } from '../../../server/approvals/rules/import/read-file.ts';
import { expect, test } from '../../support/fixtures.ts';

/** `allow npm test`, or why not. */
function inShort(candidate: Candidate): string {
  if (candidate.kind === 'left-out') return candidate.why;
  const { decision, about, folder } = candidate.wanted;
  const { kind: _, ...what } = about;
  return `${decision} ${Object.values(what).flat().join(' ')}${folder ? ` in ${folder}` : ''}`;
}

describe('a line of a .rules file of Codex', () => {
  const LITERAL = 'only prefix_rule(…) with literal values is read';
  test.for([
    ['prefix_rule(pattern=["npm", "test"])', ['allow npm test']],
    ['prefix_rule(pattern=["npm", "test"], decision="allow",)', ['allow npm test']],
    [
      "prefix_rule(decision = 'prompt', pattern = ['git', ['push', 'fetch'],],)",
      ['ask git push', 'ask git fetch'],
    ],
    ['prefix_rule(\n  pattern = ["rm", "-rf"], # why\n  decision = "forbidden",\n)', ['deny rm -rf']],
    ['prefix_rule(pattern=["a b", "c\\"d"], match=["x", ["y"]])', ["allow 'a b' 'c\"d'"]],
    ['prefix_rule(pattern=[["a", "b"], ["c", "d"]])', ['allow a c', 'allow a d', 'allow b c', 'allow b d']],
    ['prefix_rule(pattern=["a"], decision="maybe")', ['its decision is none of allow, prompt and forbidden']],
    [
      'prefix_rule(pattern=["a"], decision="toString")',
      ['its decision is none of allow, prompt and forbidden'],
    ],
    ['prefix_rule(pattern=[])', ['it has no list as pattern']],
    ['prefix_rule(pattern="a")', ['it has no list as pattern']],
    ['prefix_rule(pattern=[x])', ['x is not literal text']],
    ['prefix_rule(pattern=["a" + "b"])', [LITERAL]],
    ['prefix_rule(pattern=["a"][0:1])', [LITERAL]],
    ['prefix_rule(pattern=["a"]) if x else None', ['there is something after it']],
    ['prefix_rule(pattern=["\\x41"])', ['its text has escapes']],
    ['prefix_rule(pattern=[["a", ["b"]]])', ['its pattern has lists in lists']],
    ['prefix_rule(pattern=["a"', [LITERAL]],
    [`prefix_rule(pattern=[${'["a","b"],'.repeat(9)}])`, ['it is more than 50 commands']],
    ['prefix_rule(**x)\nprefix_rule(pattern=["a"])', [LITERAL, 'allow a']],
    ['def f():\n  prefix_rule(pattern=["a"])\nprefix_rule(pattern=["b"])', [LITERAL, 'allow b']],
    ['host_executable(name="git", paths=["/x"])\nprefix_rule(pattern=["b"])', [LITERAL, 'allow b']],
  ] as const)('%s', ([text, expected]) => {
    const { format, candidates } = readRulesFile(text, '/home/me/default.rules');
    expect(format).toBe('Codex');
    expect(candidates.map(inShort)).toEqual(expected);
  });
});

describe("a permission of Claude Code's settings.json", () => {
  const IN = 'in /srv/site';
  test.for([
    ['allow', 'Bash(npm run test:*)', `allow npm run test ${IN}`],
    ['allow', 'Bash(git log *)', `allow git log ${IN}`],
    ['allow', 'Bash(npm run lint)', `allow npm run lint true ${IN}`],
    ['deny', 'Bash(rm -rf /)', `deny rm -rf / ${IN}`],
    ['deny', 'Bash(curl:*)', `deny curl ${IN}`],
    ['allow', 'Bash(npm * x)', 'only `:*` or ` *` at its end can be read: no rule has patterns'],
    ['allow', 'Bash(npm*)', 'only `:*` or ` *` at its end can be read: no rule has patterns'],
    ['allow', 'Bash', 'a rule is about one program, not about all commands'],
    ['deny', 'Bash(*)', 'a rule is about one program, not about all commands'],
    ['allow', 'Edit(src/**)', `allow src/** ${IN}`],
    ['allow', 'Edit(/docs/)', `allow docs/** ${IN}`],
    ['deny', 'Write(*.env)', `deny **/*.env ${IN}`],
    ['deny', 'Edit(//etc/**)', 'it is not below the folder of a thread'],
    ['deny', 'Edit(~/.ssh/**)', 'it is not below the folder of a thread'],
    ['allow', 'WebFetch(domain:api.example.com)', `allow api.example.com ${IN}`],
    ['allow', 'WebFetch', 'a rule is about one host'],
    ['ask', 'mcp__github__create_issue', `ask github/create_issue ${IN}`],
    ['allow', 'mcp__github', 'a rule is about one tool of an MCP server'],
    [
      'deny',
      'Read(.env)',
      'Patchbay has no rules about reading: what only reads inside the folder passes anyway',
    ],
    ['allow', 'WebSearch', 'Patchbay has no rules about WebSearch'],
  ] as const)('%s %s', ([decision, line, expected]) => {
    const text = JSON.stringify({ permissions: { [decision]: [line] } });
    const { format, candidates } = readRulesFile(text, '/srv/site/.claude/settings.json');
    expect(format).toBe('Claude Code');
    expect(candidates.map(inShort)).toEqual([expected]);
  });
});

test('another file is refused', () => {
  for (const text of [
    '',
    '{}',
    '[]',
    'null',
    '{"format":"patchbay-rules","version":"2","rules":[]}',
    '{"format":"patchbay-rules","rules":[]}',
    'pattern = 1',
  ])
    expect(() => readRulesFile(text, '/home/me/x'), text).toThrow(
      '/home/me/x has no rules that can be read.',
    );
  const newer = '{"format":"patchbay-rules","version":2,"rules":{}}';
  expect(() => readRulesFile(newer, '/home/me/x')).toThrow('exported by a newer Patchbay (its version is 2');
});
