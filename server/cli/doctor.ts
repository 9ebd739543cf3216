// `patchbay doctor`: what is wrong and how to mend it.
import { makeVisible } from '../approvals/visible.ts';
import { resolvePaths } from '../config/paths.ts';
import { checkInstallation } from '../doctor/checks.ts';
import { exitCodes } from '../errors.ts';
import { createRedactor } from '../logging/redact.ts';

const MARKS = { ok: 'ok     ', warning: 'warning', failed: 'failed ' } as const;

/** @returns the exit code: failed when anything has failed */
export async function showDoctor({ asJson }: { asJson: boolean }): Promise<number> {
  const checks = await checkInstallation(resolvePaths({ env: process.env }), process.env);
  const lines = checks.map(({ name, outcome, text }) => `${MARKS[outcome]}  ${name}: ${makeVisible(text)}`);
  const shown = asJson ? JSON.stringify(checks, null, 2) : lines.join('\n');
  process.stdout.write(`${createRedactor().redact(shown)}\n`);
  return checks.some(({ outcome }) => outcome === 'failed') ? exitCodes.failed : exitCodes.ok;
}
