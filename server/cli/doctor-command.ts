// `patchbay doctor`: what is wrong and how to fix it.
import { resolvePaths } from '../config/paths.ts';
import { makeVisible } from '../contract/visible.ts';
import { collectBundle, saveBundle } from '../doctor/bundle.ts';
import { checkInstallation } from '../doctor/checks.ts';
import { createRedactor } from '../logging/redact.ts';
import { exitCodes } from './exit-codes.ts';

const MARKS = { ok: 'ok     ', warning: 'warning', failed: 'failed ' } as const;

/**
 * @param options.bundle where to also save a diagnostics bundle
 * @returns the exit code: failed if any check has failed
 */
export async function showDoctor(options: { asJson: boolean; bundle?: string | undefined }): Promise<number> {
  const { asJson, bundle } = options;
  const paths = resolvePaths({ env: process.env });
  const redactor = createRedactor();
  const checks = await checkInstallation(paths, process.env, redactor);
  const lines = checks.map(({ name, outcome, text }) => `${MARKS[outcome]}  ${name}: ${makeVisible(text)}`);
  const asData = checks.map(({ name, outcome, text }) => ({ name, outcome, text }));
  const shown = asJson ? JSON.stringify(asData, null, 2) : lines.join('\n');
  process.stdout.write(`${shown}\n`);
  if (bundle !== undefined) {
    const files = await collectBundle({ paths, redactor, checks });
    await saveBundle(bundle, files);
    const contents = files.map(({ name, about, text }) => `  ${name} (${kilobytes(text)}): ${about}`);
    process.stderr.write(`\nSaved ${bundle}. It holds:\n${contents.join('\n')}\n`);
  }
  return checks.some(({ outcome }) => outcome === 'failed') ? exitCodes.failed : exitCodes.ok;
}

function kilobytes(text: string): string {
  return `${Math.ceil(Buffer.byteLength(text) / 1000)} kB`;
}
