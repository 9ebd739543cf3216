// Connections of clients without a session while Patchbay stops: with a real remote.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { resolvePaths } from '../../server/config/paths.ts';
import { createRedactor } from '../../server/logging/redact.ts';
import { silentLogger } from '../../server/logging/silent.ts';
import { createProcessGuard } from '../../server/processes/guard.ts';
import { openHomeRemotes } from '../../server/remotes/home-remotes.ts';
import { makeHome } from '../support/home.ts';
import { patchbayFile } from '../support/patchbay.ts';
import { allGone } from '../support/processes.ts';
import { probeTable } from '../support/remotes.ts';

/** Each request of a client that can be asked has a connection alone. */
const MAX_LINES = 16;

test('a request that waits for a connection is answered when Patchbay stops', async () => {
  const home = makeHome();
  fs.writeFileSync(path.join(home.codexHome, 'config.toml'), probeTable('probe'));
  fs.mkdirSync(home.patchbayHome);
  const guard = createProcessGuard({
    watchdogFile: path.join(path.dirname(patchbayFile), 'watchdog.js'),
    onProblem: (problem) => expect.unreachable(problem),
  });
  const { remotes, close } = openHomeRemotes({
    paths: resolvePaths({ codexHome: home.codexHome, env: home.env }),
    env: home.env,
    ownAddresses: () => [],
    guard,
    logger: silentLogger,
    redactor: createRedactor(),
  });
  const client = {
    info: { name: 'test', version: '1' },
    capabilities: { elicitation: {} },
    protocolVersion: '2025-11-25',
  };
  const lease = () => remotes.leases.lease('somebody', client, 'probe');
  const held = await Promise.all(Array.from({ length: MAX_LINES }, lease));
  const waiting = lease();
  const [answered] = await Promise.all([waiting.catch((error) => error), close()]);
  expect(answered).toMatchObject({ code: 'remote-gone' });
  expect(answered.message).toContain('Patchbay is stopping');
  for (const { release } of held) release();
  await expect(lease()).rejects.toMatchObject({ code: 'remote-gone' });
  await guard.close();
  await allGone(home.root);
  home.remove();
});
