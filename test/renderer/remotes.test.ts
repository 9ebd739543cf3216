// The form of a remote, and what the page reads out of what a remote says.
import { describe, expect, test } from 'vitest';
import {
  draftIn,
  emptyForm,
  type FormState,
  formOf,
  problemsIn,
  startsSomething,
} from '../../renderer/pages/remotes/form/form-model.ts';
import { parsedObject } from '../../renderer/pages/remotes/parsed-object.ts';
import { reasonOf } from '../../renderer/pages/remotes/remote-reason.ts';
import { describedItem, describedTool } from '../../renderer/pages/remotes/tool-facts.ts';
import { shortWhere } from '../../renderer/pages/remotes/where.ts';
import { whereOf } from '../../server/contract/remote-draft.ts';
import { remotes } from './stage/remotes.ts';

const filled: FormState = {
  ...emptyForm,
  name: 'files',
  stdio: { ...emptyForm.stdio, command: 'npx', args: ['-y', 'server', '/home/mira/my folder', ''] },
};

describe('the form of a remote', () => {
  test('says at each field what is wrong, for a program', () => {
    expect(problemsIn(emptyForm, [], true)).toEqual({ name: 'Fill this in.', command: 'Fill this in.' });
    const wrong: FormState = {
      ...filled,
      name: 'my files',
      stdio: {
        ...filled.stdio,
        cwd: 'here',
        startupTimeoutSec: 0,
        env: [{ name: 'A' }, { name: 'a', value: '1' }],
        envVars: ['NOT-ONE'],
      },
    };
    const problems = problemsIn(wrong, [], true);
    expect(Object.keys(problems).sort()).toEqual(['cwd', 'env', 'envVars', 'name', 'startupTimeoutSec']);
    expect(problemsIn(filled, ['files'], true)['name']).toBe('A server with this name already exists.');
    expect(problemsIn({ ...filled, name: 'codex' }, [], true)['name']).toContain('reserved');
    expect(problemsIn(filled, ['files'], false)).toEqual({});
  });

  test('says at each field what is wrong, for an address', () => {
    const at = (url: string): FormState => ({ ...filled, kind: 'http', http: { ...emptyForm.http, url } });
    expect(problemsIn(at(''), [], true)).toEqual({ url: 'Fill this in.' });
    for (const url of ['example.com/mcp', 'file:///etc/passwd', 'javascript:alert(1)', 'https://']) {
      expect(problemsIn(at(url), [], true), url).toHaveProperty('url');
    }
    expect(problemsIn(at('https://example.com/mcp'), [], true)).toEqual({});
    const headers = [{ name: 'X Y', value: '1' }];
    const wrong = {
      ...at('https://example.com'),
      http: { ...emptyForm.http, url: 'https://e.com', headers },
    };
    expect(problemsIn(wrong, [], true)).toHaveProperty('headers');
  });

  test('shows the whole command as a shell would need it, without what is empty', () => {
    expect(whereOf(draftIn(filled))).toBe("npx -y server '/home/mira/my folder'");
    expect(whereOf({ kind: 'stdio', command: 'sh', args: ['-c', 'a; b'] })).toBe("sh -c 'a; b'");
  });

  test('asks before starting something that was not started in this form before', () => {
    const draft = draftIn(filled);
    expect(startsSomething(draft, undefined)).toBe(true);
    expect(startsSomething(draft, draft)).toBe(false);
    expect(startsSomething(draftIn({ ...filled, stdio: { ...filled.stdio, args: ['other'] } }), draft)).toBe(
      true,
    );
    const http = draftIn({ ...filled, kind: 'http' });
    expect(startsSomething(http, undefined)).toBe(false);
    const helper = draftIn({
      ...filled,
      kind: 'http',
      http: { ...emptyForm.http, headersHelper: 'gh token' },
    });
    expect(startsSomething(helper, http)).toBe(true);
    expect(startsSomething(helper, helper)).toBe(false);
  });

  test('keeps what was typed for one kind while the other one is shown', () => {
    const other = { ...formOf('files', draftIn(filled)), kind: 'http' as const };
    expect(draftIn({ ...other, kind: 'stdio' })).toEqual(draftIn(filled));
  });
});

test('the list says why a remote does not work, without its name', () => {
  const why = 'The MCP server database did not start: it ended (exit code 1).\nIt wrote last:\nError';
  expect(reasonOf({ name: 'database', status: { kind: 'failed', why, fix: '' } })).toBe(
    'Did not start: it ended (exit code 1).',
  );
  const reason = '`args` must be a list, not text';
  expect(reasonOf({ name: 'a', status: { kind: 'broken', reason, file: '', line: 1 } })).toBe(reason);
  expect(reasonOf({ name: 'a', status: { kind: 'ready' } })).toBeUndefined();
});

describe("a remote's description", () => {
  test('can be read whatever the remote sends', () => {
    for (const annotations of [undefined, null, 5, 'x', [], { readOnlyHint: 'yes' }]) {
      expect(describedTool({ name: 'a', annotations }).hints).toEqual([]);
    }
    expect(describedTool({ name: {}, description: 7 })).toMatchObject({ description: undefined });
    expect(describedTool({ name: 'a', annotations: { readOnlyHint: true, title: 'A' } })).toMatchObject({
      title: 'A',
      hints: ['readOnly'],
    });
    expect(
      describedItem({ uriTemplate: 'repo://{owner}/{+path}{?from,to*,day:3}', name: 'x' }).args.map(
        ({ name }) => name,
      ),
    ).toEqual(['owner', 'path', 'from', 'to', 'day']);
    expect(describedItem({ name: 'a', arguments: [null, { name: 'n', required: true }] }).args).toEqual([
      { name: '', description: undefined, isRequired: false },
      { name: 'n', description: undefined, isRequired: true },
    ]);
  });

  test('is listed by the host of its address, never by the text before it', () => {
    const [github] = remotes;
    if (!github) throw new Error('the stage has remotes');
    expect(shortWhere(github)).toBe('api.githubcopilot.com/mcp/');
    const disguised = { ...github, where: 'https://github.com@evil.example/mcp' };
    expect(shortWhere(disguised)).toBe('evil.example/mcp');
    const program = (where: string) => shortWhere({ ...github, transport: 'stdio', where });
    expect(program('/usr/bin/node /very/long/path/server.js --port 1')).toBe('node …/server.js --port 1');
    expect(program('npx -y files /home/mira/notes')).toBe('npx -y files /home/mira/notes');
  });
});

test('arguments typed as JSON must be an object', () => {
  expect(parsedObject('{"a": 1}')).toEqual({ a: 1 });
  for (const text of ['', '[]', 'null', '1', '{']) expect(parsedObject(text), text).toBeUndefined();
});
