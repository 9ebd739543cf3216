// Which room may import which, in one table, and a check that the code keeps to it. `npm run lint` runs it; circles
// within and between rooms are found by Biome (`noImportCycles`).
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const foundation = ['base', 'errors', 'contract', 'files'];
const ground = [
  ...foundation,
  'logging',
  'processes',
  'config',
  'network',
  'secrets',
  'approvals',
  'records',
  'checkpoints',
  'receipts',
  'blame',
  'overlap',
  'copies',
];
const core = [...ground, 'remotes', 'engine', 'mcp'];

/** The rooms of server/ from the ground up, each with those it may import. A room may always import itself. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  base: [],
  errors: ['base'],
  contract: ['base'],
  files: ['base', 'errors'],
  logging: foundation,
  processes: ['base', 'errors', 'logging'],
  config: [...foundation, 'logging'],
  network: [...foundation, 'logging'],
  secrets: [...foundation, 'logging', 'config'],
  approvals: [...foundation, 'logging', 'config'],
  records: [...foundation, 'logging', 'config', 'approvals'],
  checkpoints: ['base', 'errors', 'contract', 'files'],
  receipts: ['contract', 'approvals'],
  blame: [...foundation, 'approvals', 'records', 'checkpoints'],
  copies: ['base', 'errors', 'files', 'approvals', 'checkpoints'],
  overlap: ['base', 'contract', 'approvals', 'checkpoints'],
  connect: [...foundation, 'logging', 'config', 'network', 'secrets'],
  updates: foundation,
  remotes: [...foundation, 'logging', 'processes', 'config', 'network', 'secrets'],
  engine: [...foundation, 'logging', 'processes', 'config', 'approvals'],
  mcp: [...foundation, 'logging', 'config', 'approvals', 'receipts', 'remotes', 'engine'],
  transports: [...foundation, 'logging', 'config', 'remotes', 'mcp'],
  'thread-setup': [...core, 'transports'],
  host: [...core, 'transports', 'thread-setup'],
  relay: [...foundation, 'config', 'processes'],
  control: [...core, 'transports', 'host', 'relay'],
  demo: ['base'],
  start: [...core, 'transports', 'thread-setup', 'host', 'control', 'demo'],
  doctor: [...core, 'connect', 'thread-setup', 'host', 'control'],
  view: [...core, 'connect', 'updates', 'thread-setup', 'host', 'control', 'start', 'doctor'],
  cli: [...core, 'connect', 'thread-setup', 'host', 'relay', 'control', 'start', 'doctor'],
};

/** Files outside server/, with the rooms of server/ they may import. */
const outside: Readonly<Record<string, readonly string[]>> = {
  electron: [...foundation, 'config', 'logging', 'updates', 'view', 'start'],
  renderer: ['contract'],
};

/** Types cost nothing where they are used: these describe what a window shows. */
const typesOfContract = ['approvals', 'config', 'connect', 'doctor', 'errors', 'remotes'];

/** Rooms that run in a window too: nothing of Node. */
const WITHOUT_NODE = ['contract', 'renderer'];

const problems = sourceFiles().flatMap(problemsOf);
for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;

function sourceFiles(): string[] {
  const listed = execFileSync('git', [
    'ls-files',
    '-co',
    '--exclude-standard',
    'server',
    'electron',
    'renderer',
  ]);
  return String(listed)
    .split('\n')
    .filter((file) => /\.tsx?$/.test(file) && fs.existsSync(file));
}

function problemsOf(file: string): string[] {
  const room = roomOf(file);
  const allowed = rooms[room] ?? outside[room];
  if (!allowed || /^server\/[^/]+$/.test(file)) return [`${file}: no room of scripts/check-imports.ts`];
  const imports = fs
    .readFileSync(file, 'utf8')
    .matchAll(/(?:\b(?:import|export) (type )?[^;'"]*?\bfrom|\bimport)\s*\(?\s*'([^']+)'/g);
  return [...imports].flatMap(([, isType, specifier = '']) => {
    if (!specifier.startsWith('.')) {
      const isNode = specifier.startsWith('node:') && WITHOUT_NODE.includes(room);
      return isNode ? [`${file}: ${room} runs in a window, where there is no ${specifier}`] : [];
    }
    const target = roomOf(path.posix.join(path.posix.dirname(file), specifier));
    const isKnown = target in rooms || target in outside;
    const isDescription = room === 'contract' && isType !== undefined && typesOfContract.includes(target);
    return !isKnown || target === room || allowed.includes(target) || isDescription
      ? []
      : [`${file}: ${room} does not import ${target}`];
  });
}

/** `server/mcp/codex/run.ts` is of the room `mcp`; outside server/ the first folder counts. */
function roomOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  return first === 'server' ? second : first;
}
