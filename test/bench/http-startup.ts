// From the spawn of an HTTP server with one remote to its first answer to `initialize`: Patchbay beside mcp-hub.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestHome } from '../support/home.ts';
import { patchbayFile } from '../support/patchbay.ts';
import { probeTable } from '../support/remotes.ts';
import { benchHome } from './contestants.ts';
import { openClient } from './gateway-sessions.ts';
import { end, freePort, mcpHubWords } from './gateways.ts';
import { median, quietest, type Row, row, takeTurns } from './measure.ts';

const ROUNDS = 32;
const BLOCKS = 4;
const MAX_OF_MCP_HUB = 0.5;
const ASK_AGAIN_MS = 2;

export async function benchHttpStartup(): Promise<Row[]> {
  const homes = [benchHome('http://127.0.0.1:1/v1'), benchHome('http://127.0.0.1:1/v1')] as const;
  const [ours, theirs] = homes;
  fs.writeFileSync(path.join(ours.codexHome, 'config.toml'), probeTable('probe'));
  const hub = await mcpHubWords(theirs);
  try {
    const all = await takeTurns(
      {
        patchbay: () => start(ours, [patchbayFile, 'mcp-server', '--no-auth'], false),
        'mcp-hub': () => start(theirs, hub, true),
      },
      { rounds: ROUNDS, warmUps: 3 },
    );
    const times = quietest(all, { reference: 'mcp-hub', blocks: BLOCKS });
    const [patchbay, peer] = [median(times.patchbay), median(times['mcp-hub'])];
    return [
      row('Patchbay, median', patchbay, 'ms'),
      row('mcp-hub, median', peer, 'ms'),
      row('Patchbay to mcp-hub', patchbay / peer, 'times', MAX_OF_MCP_HUB),
    ];
  } finally {
    for (const home of homes) home.remove();
  }
}

async function start(home: TestHome, words: readonly string[], isSse: boolean): Promise<number> {
  const port = await freePort();
  const agent = new http.Agent({ keepAlive: true });
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...words, '--port', String(port)], {
    env: home.env,
    cwd: home.folder,
    stdio: 'ignore',
  });
  const open = () => openClient({ url: `http://127.0.0.1:${port}/mcp`, isSse }, agent);
  let client = await open().catch(() => undefined);
  while (!client) {
    if (child.exitCode !== null) throw new Error(`${words.join(' ')} ended with ${child.exitCode}`);
    await sleep(ASK_AGAIN_MS);
    client = await open().catch(() => undefined);
  }
  const ms = performance.now() - startedAt;
  client.close();
  agent.destroy();
  await end(child);
  return ms;
}
