// An MCP server on stdio whose tools leave things behind: `daemon` a process in a session of its own, without a parent,
// that holds our pipes; `hidden` the same with nothing of our environment; `mute` closes its output and lives on; `noise` writes lines that are no messages.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import readline from 'node:readline';

const NOISE_LINES = 25_000;
const schema = { type: 'object', properties: {} };
const tools = ['daemon', 'hidden', 'mute', 'noise', 'echo'].map((name) => ({ name, inputSchema: schema }));

function resultOf(method: string, name: string | undefined): object | undefined {
  if (method === 'initialize') {
    const serverInfo = { name: 'leaving', version: '1' };
    return { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo };
  }
  if (method === 'tools/list') return { tools };
  if (name === 'daemon') spawnSync('sh', ['-c', 'setsid sleep 985 &'], { stdio: 'inherit' });
  if (name === 'hidden') {
    fs.writeFileSync('held', '');
    spawnSync('sh', ['-c', 'env -i setsid tail -f "$PWD/held" &'], { stdio: 'inherit' });
  }
  if (name === 'noise') {
    for (let line = 1; line <= NOISE_LINES; line += 1) fs.writeSync(1, `noise ${line}\n`);
  }
  if (name === 'mute') {
    fs.closeSync(1);
    return undefined;
  }
  return { content: [{ type: 'text', text: `did ${name}` }] };
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  const result = id === undefined ? undefined : resultOf(method, params?.name);
  if (result) fs.writeSync(1, `${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
});
// What is closed stays so, and the program lives.
setInterval(() => undefined, 1000);
process.stdin.once('end', () => process.exit(0));
