import { describe, expect, test } from 'vitest';
import { createRedactor, isSecretName } from '../../server/logging/redact.ts';
import { randomFor } from '../fuzz/random.ts';
import { growthBeyondLinear } from '../support/growth.ts';
import {
  judgingPublicSecrets,
  judgingSecrets,
  leaks,
  lookAlikes,
  publicLookAlikes,
  publicSecrets,
  secretKinds,
  secrets,
  writtenTexts,
} from './corpus/corpus.ts';
import { writtenLookAlikes } from './corpus/written-look-alikes.ts';
import { hostileInputs } from './hostile.ts';

const redactor = createRedactor();

describe('the corpus', () => {
  test('is large, and each kind is in one half only', () => {
    expect(Object.keys(secretKinds).length).toBeGreaterThanOrEqual(120);
    expect(new Set(secrets().map(({ sample }) => sample.text)).size).toBeGreaterThanOrEqual(300);
    expect(new Set(lookAlikes().map(({ sample }) => sample)).size).toBeGreaterThanOrEqual(300);
  });

  for (const half of ['tuned', 'reported'] as const) {
    test(`keeps at most one secret in a hundred and changes no look-alike, half: ${half}`, () => {
      const samples = secrets().filter((sample) => sample.half === half);
      const leaked = samples.filter(({ sample }) => leaks(sample.secret, redactor.redact(sample.text)));
      expect(leaked.length / samples.length, JSON.stringify(leaked)).toBeLessThanOrEqual(
        half === 'tuned' ? 0 : 0.02,
      );
      const harmless = lookAlikes().filter((sample) => sample.half === half);
      const changed = harmless.filter(({ sample }) => redactor.redact(sample) !== sample);
      expect(changed.length / harmless.length, JSON.stringify(changed)).toBeLessThanOrEqual(0.01);
    });
  }

  test('keeps at most three in a hundred of the secrets that were written to judge the rules', () => {
    const samples = judgingSecrets();
    const leaked = samples.filter(({ sample }) => leaks(sample.secret, redactor.redact(sample.text)));
    expect(leaked.length / samples.length, JSON.stringify(leaked)).toBeLessThanOrEqual(0.03);
  });

  test('keeps at most two in a hundred of the secrets after public reports, and changes no look-alike', () => {
    const samples = [...publicSecrets(), ...judgingPublicSecrets()];
    const leaked = samples.filter(({ sample }) => leaks(sample.secret, redactor.redact(sample.text)));
    expect(leaked.length / samples.length, JSON.stringify(leaked)).toBeLessThanOrEqual(0.02);
    const changed = publicLookAlikes().filter(({ sample }) => redactor.redact(sample) !== sample);
    expect(changed).toEqual([]);
  });

  test('keeps at most one in a hundred of the texts that were written to judge the rules, and changes no look-alike', () => {
    const leaked = writtenTexts.filter(({ text, secrets: all }) => {
      const output = redactor.redact(text);
      return all.some((secret) => leaks(secret, output));
    });
    expect(leaked.length / writtenTexts.length, JSON.stringify(leaked)).toBeLessThanOrEqual(0.01);
    expect(writtenLookAlikes.filter((text) => redactor.redact(text) !== text)).toEqual([]);
  });
});

describe('redaction', () => {
  test('changes nothing the second time', () => {
    for (const { sample } of [...secrets(), ...publicSecrets()]) {
      const once = redactor.redact(sample.text);
      expect(redactor.redact(once)).toBe(once);
    }
  });

  test('leaves no part of a random secret at a random place in a random line, 10,000 times', () => {
    const lines = lookAlikes().map(({ sample }) => sample);
    const samples = secrets().filter(({ sample }) => !leaks(sample.secret, redactor.redact(sample.text)));
    const leaked: string[] = [];
    for (let round = 0; round < 10_000; round += 1) {
      const random = randomFor(7, round);
      const { sample } = random.pick(samples);
      const line = random.pick(lines);
      const gaps = [0, ...[...line.matchAll(/(?<=[ ,;{}]) ?|\n/g)].map(({ index }) => index), line.length];
      const at = random.pick(gaps);
      const text = `${line.slice(0, at)}\n${sample.text}\n${line.slice(at)}`;
      if (leaks(sample.secret, redactor.redact(text))) leaked.push(text);
    }
    expect(leaked.slice(0, 3)).toEqual([]);
  });

  test('names the kind', () => {
    expect(redactor.redact('password=hunter22')).toBe('password=[REDACTED:password]');
    expect(redactor.redact(`x ghp_${'aB3'.repeat(12)} y`)).toBe('x [REDACTED:github-token] y');
    expect(redactor.redact('Authorization: Bearer abc123def')).toBe(
      'Authorization: Bearer [REDACTED:authorization]',
    );
  });

  test('keeps JSON valid', () => {
    for (const { sample } of [...secrets(), ...publicSecrets()]) {
      if (!isJson(sample.text)) continue;
      expect(isJson(redactor.redact(sample.text)), sample.text).toBe(true);
    }
  });

  test('finds a known value in every form', () => {
    const knowing = createRedactor();
    const value = 'plain words / with "quotes" & ä';
    knowing.know(value);
    const forms = {
      raw: value,
      json: JSON.stringify({ a: value }),
      jsonTwice: JSON.stringify(JSON.stringify({ a: value })),
      url: encodeURIComponent(value),
      urlLower: encodeURIComponent(value).replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
      base64: Buffer.from(value).toString('base64'),
      base64Url: Buffer.from(value).toString('base64url'),
      inBase64: Buffer.from(`bob:${value}!`).toString('base64'),
      inBase64Later: Buffer.from(`bobby:${value}?`).toString('base64'),
    };
    for (const [form, text] of Object.entries(forms)) {
      expect(knowing.redact(`the ${text} end`), form).toContain('[REDACTED:known]');
    }
    expect(redactor.redact(value)).toBe(value);
  });

  test('ignores known values that are too short', () => {
    const knowing = createRedactor();
    knowing.know('abcde');
    expect(knowing.redact('abcde')).toBe('abcde');
  });

  test('distinguishes secret names from others', () => {
    for (const name of [
      'password',
      'clientSecret',
      'X-Api-Key',
      'DB_PASS',
      'bearer_token',
      'authorization',
    ]) {
      expect(isSecretName(name), name).toBe(true);
    }
    for (const name of [
      'max_tokens',
      'progressToken',
      'tokenName',
      'password_file',
      'key',
      'session',
      'code',
    ]) {
      expect(isSecretName(name), name).toBe(false);
    }
  });
});

describe('a hostile input', () => {
  const SHORT = 32 * 1024;

  for (const [piece, input] of hostileInputs) {
    test(`takes as much time as it is long: ${JSON.stringify(piece)} again and again`, () => {
      expect(growthBeyondLinear(SHORT, (length) => redactor.redact(input.slice(0, length)))).toBeLessThan(1);
    });
  }
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
