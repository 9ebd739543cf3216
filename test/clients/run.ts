// `npm run test:clients`: clients the project did not write, of pinned versions, against the built product. The first
// run fetches some 850 MB into node_modules/.cache/patchbay.
//   node test/clients/run.ts [--only WORD]
import { parseArgs } from 'node:util';
import { startFakeModel } from '../support/fake-model.ts';
import { makeHome } from '../support/home.ts';
import { startHttp } from '../support/patchbay.ts';
import { allGone } from '../support/processes.ts';
import type { Check } from './check.ts';
import { codexChecks } from './codex.ts';
import { connectedChecks } from './connected.ts';
import { listingChecks } from './listing-clients.ts';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });

const model = await startFakeModel();
const home = makeHome();
const clientHome = makeHome();
home.writeConfig({ baseUrl: model.baseUrl });
const server = await startHttp(home);
let passed = 0;
let failed = 0;
try {
  const around = { model, home, clientHome, url: server.url, token: server.token };
  const checks = [
    ...codexChecks(around),
    ...(await listingChecks(around)),
    ...(await connectedChecks(around)),
  ];
  for (const check of checks.filter(({ client }) => client.includes(values.only))) await report(check);
} finally {
  await server.stop();
  await model.close();
  for (const { root, remove } of [home, clientHome]) {
    await allGone(root);
    remove();
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function report({ client, does, run }: Check): Promise<void> {
  const startedAt = Date.now();
  const problem = await run().catch((error: Error) => error.message);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  if (problem === undefined) passed += 1;
  else failed += 1;
  const row = [client.padEnd(20), does.padEnd(48), problem === undefined ? 'ok' : 'FAILED', `${seconds} s`];
  process.stdout.write(`${row.join('  ')}\n`);
  if (problem !== undefined) process.stdout.write(`  ${problem}\n`);
}
