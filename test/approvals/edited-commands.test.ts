// A command that a person has changed: read out of what the engine shows, and recognised when Codex asks for it.
import { describe, expect, test } from 'vitest';
import type { Approval, ApprovalSubject } from '../../server/approvals/approval.ts';
import { createEditedCommands } from '../../server/approvals/edited-commands.ts';
import { engineScript } from '../../server/approvals/engine-script.ts';

describe('the text of a command', () => {
  // The commands on the left are as the engine (0.169.0) shows them.
  test.for([
    ['/bin/bash -lc ls', 'ls'],
    ["/bin/bash -lc 'npm test && echo done'", 'npm test && echo done'],
    [`/bin/bash -lc "echo 'a' \\""'$HOME" \`x\` '"\\\\"'$y !b'`, `echo 'a' "$HOME" \`x\` \\$y !b`],
    [`/bin/bash -lc "echo it's\nsecond é "'^x '"'' "`, "echo it's\nsecond é ^x '' "],
    ["/usr/bin/sh -c 'touch a.txt'", 'touch a.txt'],
  ] as const)('%s is %s', ([command, text]) => {
    expect(engineScript(command)?.text).toBe(text);
  });

  test.for([
    'npm test',
    'bash -lc ls',
    '/tmp/evil/bash -lc ls',
    '/bin/bash ls',
    "/bin/bash -lc 'a' b",
    '/bin/bash -lc "$HOME"',
    '/bin/bash -lc "`id`"',
    "/bin/bash -lc 'a",
    '/bin/bash -lc a;b',
    "/bin/bash -lc $'a'",
    '/bin/bash -lc ',
  ])('is not known of %s', (command) => {
    expect(engineScript(command)).toBeUndefined();
  });
});

describe('what a person has written', () => {
  const asking = (command: string, more: Partial<Approval> = {}, about: object = {}): Approval => ({
    id: 'q',
    principal: 'p',
    threadId: 't',
    turnId: 'turn',
    itemId: 'i',
    subject: { kind: 'command', command, cwd: '/srv', parsed: [], ...about } as ApprovalSubject,
    digest: '',
    ...more,
  });
  const asked = asking("/bin/bash -lc 'rm -rf .'");
  const wanted = "/bin/bash -lc 'rm -rf build'";

  function passes(approval: Approval, { question = asked, afterMs = 0 } = {}): boolean {
    let now = 1_000;
    const edited = createEditedCommands(() => now);
    edited.approved(question, 'rm -rf build');
    now += afterMs;
    return edited.take(approval);
  }

  test('passes once', () => {
    const edited = createEditedCommands();
    edited.approved(asked, 'rm -rf build');
    expect(edited.take(asked)).toBe(false);
    expect(edited.take(asking(wanted))).toBe(true);
    expect(edited.take(asking(wanted))).toBe(false);
  });

  test.for<[string, Approval]>([
    ['another text', asking("/bin/bash -lc 'rm -rf build '")],
    ['a longer one', asking("/bin/bash -lc 'rm -rf build; id'")],
    ['another folder', asking(wanted, {}, { cwd: '/' })],
    ['another thread', asking(wanted, { threadId: 'u' })],
    ['a later turn', asking(wanted, { turnId: 'later' })],
    ['another shell', asking("/bin/zsh -lc 'rm -rf build'")],
    ['a shell of another kind', asking("/bin/bash -c 'rm -rf build'")],
    ['a way out of the sandbox', asking(wanted, { reason: 'let me out' })],
    ['access to the network', asking(wanted, {}, { network: 'example.com' })],
    ['input for a program', asking(wanted, {}, { isInput: true })],
  ])('does not let pass %s', ([, approval]) => {
    expect(passes(approval)).toBe(false);
  });

  test('leaves the sandbox where the question did, and is forgotten after ten minutes', () => {
    const leaving = { ...asked, reason: 'network' };
    expect(passes(asking(wanted, { reason: 'again' }), { question: leaving })).toBe(true);
    expect(passes(asking(wanted), { question: leaving })).toBe(true);
    expect(passes(asking(wanted), { afterMs: 9 * 60_000 })).toBe(true);
    expect(passes(asking(wanted), { afterMs: 11 * 60_000 })).toBe(false);
  });
});
