// Whether our port is ours or used by another program.
import fs from 'node:fs';
import net from 'node:net';
import { controlPlaceOf } from '../config/control-place.ts';
import type { Paths } from '../config/paths.ts';
import { readSettings, settingsOf } from '../config/settings-file.ts';
import { askStatus } from '../control/ask-host.ts';
import { type Finding, ok, warning } from './check.ts';

export async function checkPort({ patchbayHome, settingsFile }: Paths): Promise<Finding> {
  const { port } = settingsOf(readSettings(settingsFile));
  const answer = fs.existsSync(patchbayHome) ? await askStatus(controlPlaceOf(patchbayHome)) : undefined;
  if (answer?.kind === 'running') return ok(`Patchbay serves ${answer.status.url}`);
  if (port === 0) return ok('a free one is picked at each start');
  if (await isFree(port)) return ok(`${port} is free`);
  return warning(`${port} is taken by another program. Stop it, or choose another port.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
