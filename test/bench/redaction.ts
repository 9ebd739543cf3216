// Redaction: what it finds and spoils on the corpus, how fast it is, and how long the worst inputs take.
import { createRedactor } from '../../server/logging/redact.ts';
import { createSerialiser } from '../../server/logging/serialise.ts';
import { judgingSecrets, leaks, lookAlikes, secretKinds, secrets } from '../logging/corpus/corpus.ts';
import { hostileInputs } from '../logging/hostile.ts';
import { median, type Row, row } from './measure.ts';

const ROUNDS = 9;
const LINES = 20_000;

const serialise = createSerialiser(createRedactor().find);

export async function benchRedaction(): Promise<Row[]> {
  const redactor = createRedactor();
  const found = secrets().filter(({ half }) => half === 'reported');
  const spared = lookAlikes().filter(({ half }) => half === 'reported');
  const missed = found.filter(({ sample }) => leaks(sample.secret, redactor.redact(sample.text)));
  const spoiled = spared.filter(({ sample }) => redactor.redact(sample) !== sample);
  const judged = judgingSecrets().filter(({ sample }) => leaks(sample.secret, redactor.redact(sample.text)));
  const hostile = hostileInputs.map(([, input]) => {
    return Math.min(...[1, 2, 3].map(() => processorMs(() => void redactor.redact(input))));
  });
  const ordinary = secondsEach(ordinaryLines(), redactor.redact);
  const withSecrets = secondsEach(
    secrets().map(({ sample }) => sample.text),
    redactor.redact,
  );
  return [
    row('kinds of secrets in the corpus', Object.keys(secretKinds).length, ''),
    row('secrets in the reported half', found.length, ''),
    row('of them left', (100 * missed.length) / found.length, '%', 5),
    row('look-alikes in the reported half', spared.length, ''),
    row('of them changed', (100 * spoiled.length) / spared.length, '%', 3),
    row('of the judging secrets left', (100 * judged.length) / judgingSecrets().length, '%', 5),
    row('ordinary log lines: time a megabyte', ordinary.msOfMegabyte, 'ms', 100),
    row('ordinary log lines: megabytes a second', 1000 / ordinary.msOfMegabyte, 'MB/s'),
    row('ordinary log lines: redaction of each', ordinary.usOfLine, 'µs'),
    row('ordinary log lines: serialising each, for comparison', serialising(), 'µs'),
    row('lines that hold a secret: megabytes a second', 1000 / withSecrets.msOfMegabyte, 'MB/s'),
    row(
      `slowest of ${hostile.length} hostile inputs of 1 MiB, processor time`,
      Math.max(...hostile),
      'ms',
      250,
    ),
  ];
}

function ordinaryRecords(): object[] {
  return Array.from({ length: LINES }, (_, at) => ({
    time: new Date(1_790_000_000_000 + at).toISOString(),
    level: 'info',
    event: 'call-ended',
    session: crypto.randomUUID(),
    thread: crypto.randomUUID(),
    tool: 'codex',
    request: at,
    ms: at % 977,
    message: `ran \`npm test\` in /home/bob/projects/thing-${at}: 12 passed, 0 failed`,
  }));
}

function ordinaryLines(): string[] {
  return ordinaryRecords().map((record) => JSON.stringify(record));
}

function serialising(): number {
  const records = ordinaryRecords();
  const ms = Array.from({ length: ROUNDS }, () =>
    timed(() => records.forEach((record) => void serialise(record))),
  );
  return (median(ms) * 1000) / LINES;
}

function secondsEach(lines: readonly string[], redact: (line: string) => string) {
  const bytes = lines.reduce((total, line) => total + Buffer.byteLength(line), 0);
  const repeats = Math.ceil(2e6 / bytes);
  const ms = Array.from({ length: ROUNDS }, () =>
    timed(() => {
      for (let round = 0; round < repeats; round += 1) for (const line of lines) redact(line);
    }),
  );
  const each = median(ms) / repeats;
  return { msOfMegabyte: each / (bytes / 1e6), usOfLine: (each * 1000) / lines.length };
}

function processorMs(run: () => void): number {
  const before = process.cpuUsage();
  run();
  return process.cpuUsage(before).user / 1000;
}

function timed(run: () => void): number {
  const begin = performance.now();
  run();
  return performance.now() - begin;
}
