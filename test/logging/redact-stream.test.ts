import { describe } from 'vitest';
import { createRedactingStream } from '../../server/logging/redact/stream.ts';
import { createRedactor } from '../../server/logging/redact.ts';
import { randomFor } from '../fuzz/random.ts';
import { expect, test } from '../support/fixtures.ts';
import { runPatchbay } from '../support/patchbay.ts';
import { leaks, publicLookAlikes, publicSecrets, secrets, writtenTexts } from './corpus/corpus.ts';

const redactor = createRedactor();
const safeSamples = [...secrets(), ...publicSecrets()].filter(
  ({ sample }) => !leaks(sample.secret, redactor.redact(sample.text)),
);

function streamed(pieces: readonly string[]): string {
  const stream = createRedactingStream(redactor);
  return pieces.map((piece) => stream.push(piece)).join('') + stream.end();
}

describe('redaction of a stream', () => {
  test('lets nothing through, wherever the text is split', () => {
    const firstOfKind = new Map(safeSamples.map(({ kind, sample }) => [kind, sample]));
    for (const [kind, { secret, text }] of firstOfKind) {
      const whole = `before\n${text}\nbehind`;
      for (let at = 1; at < whole.length; at += 1) {
        const output = streamed([whole.slice(0, at), whole.slice(at)]);
        if (leaks(secret, output)) expect(output, `${kind} at ${at}`).toBe('');
      }
    }
  });

  test('lets nothing through one character at a time', () => {
    for (const { sample } of safeSamples) {
      expect(leaks(sample.secret, streamed([...`${sample.text}\nend`])), sample.text).toBe(false);
    }
  });

  test('gives the same result as redaction of the whole text', () => {
    const text = safeSamples.map(({ sample }) => `line\n${sample.text}\n`).join('\n');
    const random = randomFor(3, 0);
    const pieces: string[] = [];
    for (let at = 0; at < text.length; ) {
      const length = 1 + random.below(3000);
      pieces.push(text.slice(at, at + length));
      at += length;
    }
    const output = streamed(pieces);
    for (const { sample } of safeSamples) expect(leaks(sample.secret, output), sample.text).toBe(false);
    expect(output.split('\n').length).toBeGreaterThan(text.split('\n').length / 3);
  });

  test('lets nothing through one line at a time', () => {
    for (const { sample } of safeSamples) {
      const pieces = `before\n${sample.text}\nend\n`.split(/(?<=\n)/);
      expect(leaks(sample.secret, streamed(pieces)), sample.text).toBe(false);
    }
    for (const { text, secrets: all } of writtenTexts) {
      const whole = redactor.redact(text);
      const output = streamed(`before\n${text}\nend\n`.split(/(?<=\n)/));
      expect(
        all.filter((secret) => leaks(secret, output) && !leaks(secret, whole)),
        text,
      ).toEqual([]);
    }
  });

  test('returns text without secrets unchanged, one line at a time', () => {
    for (const { sample } of publicLookAlikes()) {
      const pieces = `${sample}\n`.split(/(?<=\n)/);
      expect(streamed(pieces)).toBe(`${sample}\n`);
    }
  });

  test('holds a block back until it ends, and passes on the text after it', () => {
    const stream = createRedactingStream(createRedactor());
    expect(stream.push('a: 1\n  password: |\n')).toBe('a: 1\n');
    expect(stream.push('    harbor-12ab\n')).toBe('');
    expect(stream.push('\n    winter-34cd\n')).toBe('');
    expect(stream.push('  b: 2\n')).toBe('  password: |\n    [REDACTED:password]\n  b: 2\n');
    expect(stream.push('c: 3\n')).toBe('c: 3\n');
  });

  test('passes on a whole line at once', () => {
    const stream = createRedactingStream(createRedactor());
    expect(stream.push('one\ntw')).toBe('one\n');
    expect(stream.push('o\n')).toBe('two\n');
    expect(stream.push('Authorization: Bearer\n')).toBe('');
    expect(stream.push(' abc123def456\nx\n')).toBe('Authorization: Bearer\n [REDACTED:authorization]\nx\n');
  });

  test('uses little memory on an endless line, and finds secrets in it', () => {
    const stream = createRedactingStream(createRedactor());
    const secret = `ghp_${'aB3'.repeat(12)}`;
    let output = '';
    let most = 0;
    let pushed = 0;
    for (let round = 0; round < 3000; round += 1) {
      const piece = `${'word '.repeat(200)}${round % 100 === 0 ? secret : ''} `;
      pushed += piece.length;
      output += stream.push(piece);
      most = Math.max(most, pushed - output.length);
    }
    output += stream.end();
    expect(most).toBeLessThan(300 * 1024);
    expect(output).not.toContain(secret.slice(0, 16));
    expect(output.match(/\[REDACTED:github-token\]/g)).toHaveLength(30);
  });
});

describe('patchbay redact', () => {
  test('replaces secrets between standard input and output and leaves the rest unchanged', async ({
    home,
  }) => {
    const input = 'plain ä\u0000 text\r\nAuthorization: Bearer abc123def456\nno line end';
    const { code, stdout, stderr } = await runPatchbay(home, ['redact'], { input });
    expect(stdout).toBe('plain ä\u0000 text\r\nAuthorization: Bearer [REDACTED:authorization]\nno line end');
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('replaces a private key that arrives line by line', async ({ home }) => {
    const key = Array.from({ length: 40 }, (_, at) =>
      `${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(2)}${at}`.slice(0, 64),
    );
    const input = `a\n-----BEGIN PRIVATE KEY-----\n${key.join('\n')}\n-----END PRIVATE KEY-----\nb\n`;
    const { stdout } = await runPatchbay(home, ['redact'], { input });
    expect(stdout).toBe(
      'a\n-----BEGIN PRIVATE KEY-----\n[REDACTED:private-key]\n-----END PRIVATE KEY-----\nb\n',
    );
  });
});
