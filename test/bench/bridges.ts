// A client on standard input that uses a remote at an address: through Patchbay, and through the bridge from npm that
// does nothing else.
import fs from 'node:fs';
import path from 'node:path';
import { fetchClient } from '../clients/fetch.ts';
import { patchbayFile } from '../support/patchbay.ts';
import { httpTable } from '../support/remotes.ts';
import { benchHome } from './contestants.ts';
import { serveEcho } from './echo-remote.ts';
import { type LinesChild, startLines } from './lines.ts';
import { median, processorMsOf, type Row, row, takeTurns } from './measure.ts';

const CALLS = 300;
const ROUNDS = 6;
const WARM_UPS = 2;

export async function benchBridges(): Promise<Row[]> {
  const echo = await serveEcho();
  const home = benchHome('http://127.0.0.1:9');
  fs.writeFileSync(path.join(home.codexHome, 'config.toml'), httpTable('rem', echo.url));
  const bridge = await fetchClient('mcp-remote', 'mcp-remote@0.15.1', 'dist/proxy.js');
  const start = (words: readonly string[]) =>
    startLines(process.execPath, [...words], { cwd: home.folder, env: home.env });
  const running = {
    patchbay: { child: start([patchbayFile, 'mcp-server', '--standalone']), tool: 'mcp__rem__echo' },
    'mcp-remote': { child: start([bridge, echo.url, '--allow-http', '--silent']), tool: 'echo' },
  };
  const names = Object.keys(running) as (keyof typeof running)[];
  try {
    const spent = { patchbay: 0, 'mcp-remote': 0 };
    for (const name of names) await introduce(running[name].child);
    const roundOf = (name: keyof typeof running) => async () => {
      const { child, tool } = running[name];
      const before = processorMsOf(child.pid);
      const startedAt = performance.now();
      for (let call = 0; call < CALLS; call += 1) {
        await child.request('tools/call', { name: tool, arguments: { call } });
      }
      const ms = performance.now() - startedAt;
      spent[name] += processorMsOf(child.pid) - before;
      return ms / CALLS;
    };
    const turns = { patchbay: roundOf('patchbay'), 'mcp-remote': roundOf('mcp-remote') };
    const times = await takeTurns(turns, { rounds: ROUNDS, warmUps: WARM_UPS });
    const each = (name: keyof typeof running) => spent[name] / (CALLS * (ROUNDS + WARM_UPS));
    return [
      ...names.map((name) =>
        row(`standard input to an address: time of a call, ${name}`, median(times[name]), 'ms'),
      ),
      ...names.map((name) => row(`standard input to an address: processor time, ${name}`, each(name), 'ms')),
    ];
  } finally {
    await Promise.all(names.map((name) => running[name].child.end()));
    home.remove();
    await echo.close();
  }
}

async function introduce(child: LinesChild): Promise<void> {
  const clientInfo = { name: 'bench', version: '1.0.0' };
  await child.request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
  child.notify('notifications/initialized');
  await child.request('tools/list', {});
}
