// `npm run fuzz`: malformed and hostile messages against every door of the built product, among valid requests that
// have to be answered all the same. A failure is brought about again with the same seed and its index.
//   node test/fuzz/run.ts [--count N] [--seed N] [--only INDEX] [--door NAME]
import { parseArgs } from 'node:util';
import { GROWTH_MIB, runFuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string' },
    only: { type: 'string' },
    door: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const count = Number(values.count);
const only = values.only === undefined ? undefined : Number(values.only);
process.stdout.write(`seed ${seed}, ${only === undefined ? `${count} cases` : `case ${only}`}\n`);

const startedAt = Date.now();
const report = await runFuzz({
  seed,
  count,
  only,
  door: values.door,
  onProgress: (done) => process.stdout.isTTY && process.stdout.write(`\r${done}`),
});
const seconds = (Date.now() - startedAt) / 1000;

for (const [door, done] of report.done)
  process.stdout.write(`${door.padEnd(22)}${String(done).padStart(8)} cases\n`);
for (const { server, early, late } of report.memory) {
  process.stdout.write(`${server.padEnd(22)}${String(early).padStart(8)} → ${late} MiB\n`);
}
process.stdout.write(`memory may grow by ${GROWTH_MIB} MiB; ${seconds.toFixed(0)} s\n`);
for (const problem of report.problems) process.stdout.write(`\nPROBLEM ${problem}\n`);
for (const { index, door, what, sent, isAlone } of report.failures) {
  const again = isAlone
    ? `again with --seed ${seed} --only ${index}`
    : 'not on a fresh server: run all of it again';
  process.stdout.write(`\nFAILED case ${index} at ${door}, ${again}\n  ${what.slice(0, 2000)}\n`);
  for (const bytes of sent) process.stdout.write(`  sent: ${shown(bytes)}\n`);
}
const failed = report.failures.length + report.problems.length;
const passed = [...report.done.values()].reduce((sum, done) => sum + done, 0) - report.failures.length;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

/** Bytes as a string that can be pasted into a test. */
function shown(bytes: Buffer): string {
  const text = JSON.stringify(bytes.toString('latin1')).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return text.length > 4000 ? `${text.slice(0, 2000)} … ${text.slice(-1000)} (${bytes.length} bytes)` : text;
}
