// Puts Patchbay beside `codex mcp-server` 0.153.4, case by case, and prints a table. Ends with 1 when one of them does
// something else than the tables in cases/ say. It drives the built product: build it first.
//   node test/parity/run.ts [--only TITLE] [--codex PATH] [--json]
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { expectedOfOurs, type ParityCase, type ParityGroup } from './case.ts';
import { type Contestant, oldCodex, ours } from './contestants.ts';
import { groups } from './groups.ts';
import { type Compared, rowOf, summaryOf } from './report.ts';
import { startGroup } from './server.ts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, codex: { type: 'string' }, json: { type: 'boolean' } },
});
const chosen = groups.filter(({ title }) => values.only === undefined || title === values.only);
if (chosen.length === 0) {
  throw new Error(`--only takes one of: ${groups.map(({ title }) => title).join(', ')}.`);
}

const old = await oldCodex(values.codex);
const all: Compared[] = [];
for (const group of chosen) {
  process.stdout.write(`\n${group.title}\n`);
  const [oldSeen, oursSeen] = await Promise.all([runGroup(old, group), runGroup(ours, group)]);
  for (const [at, parityCase] of group.cases.entries()) {
    const compared = compare(parityCase, oldSeen[at], oursSeen[at]);
    all.push(compared);
    process.stdout.write(rowOf(compared, values.json ?? false));
  }
}
process.stdout.write(summaryOf(all));
if (all.some(({ problem }) => problem !== undefined)) process.exitCode = 1;

async function runGroup(contestant: Contestant, group: ParityGroup): Promise<unknown[]> {
  const running = await startGroup(contestant, group);
  const seen: unknown[] = [];
  try {
    for (const parityCase of group.cases) {
      seen.push(await running.run(parityCase).catch((error) => `failed: ${error}`));
    }
    return seen;
  } finally {
    await running.close();
  }
}

function compare(parityCase: ParityCase, oldSeen: unknown, oursSeen: unknown): Compared {
  const isOldAsKnown = isDeepStrictEqual(oldSeen, parityCase.old);
  const isOursAsKnown = isDeepStrictEqual(oursSeen, expectedOfOurs(parityCase));
  const problems = [
    ...(isOldAsKnown ? [] : ['0.153.4 does something else than its table says']),
    ...(isOursAsKnown ? [] : [parityCase.defect ?? 'not explained']),
  ];
  return {
    name: parityCase.name,
    old: oldSeen,
    ours: oursSeen,
    verdict: isDeepStrictEqual(oldSeen, oursSeen) ? 'same' : parityCase.verdict,
    why: 'why' in parityCase ? parityCase.why : undefined,
    problem: problems.length > 0 ? problems.join('; ') : undefined,
  };
}
