// Writes the engine's TypeScript protocol types into server/engine/protocol, from the very binary we ship.
// They are not committed: the pinned @openai/codex version decides them. Skipped while the stamp is current.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { bundledEngine } from '../server/engine/process/binary.ts';

const out = path.join(import.meta.dirname, '../server/engine/protocol');
const stamp = path.join(out, '.version');
const { file, version } = bundledEngine();

if (!fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== version) {
  fs.rmSync(out, { recursive: true, force: true });
  execFileSync(file, ['app-server', 'generate-ts', '--experimental', '--out', out], { stdio: 'inherit' });
  fs.writeFileSync(stamp, version);
}
