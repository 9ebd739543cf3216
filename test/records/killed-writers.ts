// Programs that log and record as fast as they can and are killed at random moments, on the same files again and
// again. Run by itself it does so 200 times: node test/records/killed-writers.ts
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { randomFor } from '../fuzz/random.ts';
import { makeHome, type TestHome } from '../support/home.ts';

const server = path.resolve(import.meta.dirname, '../../server');
const node = path.resolve(import.meta.dirname, '../../node_modules/node/bin/node');

const PROGRAM = (folders: { logs: string; records: string }) => `
import { openLog } from ${JSON.stringify(path.join(server, 'logging/logger.ts'))};
import { openRecords } from ${JSON.stringify(path.join(server, 'records/records.ts'))};
const { logger, redactor } = openLog({ folder: ${JSON.stringify(folders.logs)}, fileLevel: 'debug', stderrLevel: 'error' });
const retention = { keepDays: 1, maxMegabytes: 1000 };
const records = openRecords({ folder: ${JSON.stringify(folders.records)}, retention, redactor, logger });
const thread = { id: 'thread', client: 'c', principal: 'p', folder: '/' };
process.stdout.write('writes');
for (let n = 0; ; n += 1) {
  logger.debug('line', { n });
  records.told({ method: 'item/completed', params: { item: { type: 'agentMessage', text: 'x'.repeat(n % 300) + n } } }, thread);
  if (n % 20 === 0) await new Promise(setImmediate);
}
`;

/** @throws when a file has more lines that cannot be read than writers were killed, or one in another place */
export async function killedWriters(home: TestHome, times: number): Promise<void> {
  const folders = { logs: home.makeFolder('killed-logs'), records: home.makeFolder('killed-records') };
  const program = path.join(home.folder, 'writer.mjs');
  fs.writeFileSync(program, PROGRAM(folders));
  for (let round = 0; round < times; round += 1) {
    const child = spawn(node, [program], {
      cwd: home.folder,
      env: home.env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await sleep(randomFor(11, round).below(250));
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  const record = path.join(folders.records, 'thread.jsonl');
  const count = check(record, times);
  if (count < 10 * times) throw new Error(`${record} has only ${count} lines`);
  const logs = fs.readdirSync(folders.logs).map((name) => path.join(folders.logs, name));
  for (const file of logs) check(file, 1);
}

/** @returns how many lines the file has */
function check(file: string, maxTorn: number): number {
  const lines = fs.readFileSync(file, 'utf8').split('\n').slice(0, -1);
  const torn = lines.filter((line) => !isWhole(line));
  if (torn.length > maxTorn)
    throw new Error(`${file} has ${torn.length} torn lines: ${torn[0]?.slice(0, 200)}`);
  return lines.length;
}

function isWhole(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}

if (process.argv[1] === import.meta.filename) {
  for (let part = 0; part < 10; part += 1) {
    const home = makeHome();
    try {
      await killedWriters(home, 20);
    } finally {
      home.remove();
    }
  }
  process.stdout.write('200 writers were killed; every file can be read.\n');
}
