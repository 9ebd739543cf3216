// What a test run makes once, so that not every test pays for it: the compiled code of the built product, and a
// CODEX_HOME in which an engine has started before, with the databases and skills it makes at its first start.
// Both are in out/, which every build empties.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { bundledEngine } from '../../server/engine/process/binary.ts';

const root = path.join(import.meta.dirname, '../../out/.tests');
const usedCodexHome = path.join(root, 'codex-home');

/** For `NODE_COMPILE_CACHE`. Without it each test would compile the product anew, for its PATCHBAY_HOME has no cache yet. */
export const compiledCode = path.join(root, 'compiled');

/** Vitest calls it before the first test. */
export default async function prepareRun(): Promise<void> {
  if (fs.existsSync(usedCodexHome)) return;
  fs.mkdirSync(root, { recursive: true });
  const made = fs.mkdtempSync(path.join(root, 'making-'));
  await startEngineOnce(made);
  for (const name of fs.readdirSync(made)) {
    if (!/^skills$|\.sqlite(-wal)?$/.test(name)) fs.rmSync(path.join(made, name), { recursive: true });
  }
  fs.renameSync(made, usedCodexHome);
}

/** Makes a CODEX_HOME one in which an engine has started before. Does nothing in a run that was not prepared. */
export function fillCodexHome(codexHome: string): void {
  if (fs.existsSync(usedCodexHome)) fs.cpSync(usedCodexHome, codexHome, { recursive: true });
}

async function startEngineOnce(codexHome: string): Promise<void> {
  fs.writeFileSync(
    path.join(codexHome, 'config.toml'),
    '[analytics]\nenabled = false\n[features]\nplugins = false\n',
  );
  const child = spawn(bundledEngine().file, ['app-server'], {
    cwd: codexHome,
    env: { ...process.env, HOME: codexHome, CODEX_HOME: codexHome },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  const answered = once(readline.createInterface({ input: child.stdout }), 'line');
  const params = { clientInfo: { name: 'prepare-run', version: '1.0.0' } };
  child.stdin.write(`${JSON.stringify({ id: 0, method: 'initialize', params })}\n`);
  // Its databases are there when it answers.
  await Promise.race([answered, exited]);
  child.stdin.end();
  const [code] = await exited;
  if (code !== 0) throw new Error(`The engine ended with ${code} before the first test.`);
}
