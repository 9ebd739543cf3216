// `patchbay doctor`: what is wrong and how to fix it.
import { resolvePaths } from '../config/paths.ts';
import { makeVisible, makeVisibleInLine } from '../contract/visible.ts';
import { collectBundle, zippedBundle } from '../doctor/bundle.ts';
import { checkInstallation } from '../doctor/checks.ts';
import { type Readiness, readinessOf } from '../doctor/readiness.ts';
import { bundleNotSaved } from '../errors/desktop.ts';
import { writeNewFile } from '../files/new-file.ts';
import { createRedactor } from '../logging/redact.ts';
import { exitCodes } from './exit-codes.ts';
import { jsonText } from './output.ts';

const MARKS = { ok: 'ok     ', warning: 'warning', failed: 'failed ' } as const;

const exitCodeOf: Readonly<Record<Readiness, number>> = {
  ready: exitCodes.ok,
  broken: exitCodes.failed,
  'needs-sign-in': exitCodes.needsSignIn,
  'needs-configuration': exitCodes.needsConfiguration,
};

/**
 * @param options.bundle where to also save a diagnostics bundle; with `-` it goes to stdout, and the checks to stderr
 * @returns the exit code, by what is needed
 * @throws bundle-not-saved
 */
export async function showDoctor(options: { asJson: boolean; bundle?: string | undefined }): Promise<number> {
  const { asJson, bundle } = options;
  const paths = resolvePaths({ env: process.env });
  const redactor = createRedactor();
  const checks = await checkInstallation(paths, process.env, redactor);
  const lines = checks.map(
    ({ name, outcome, text }) => `${MARKS[outcome]}  ${makeVisibleInLine(name)}: ${makeVisible(text)}`,
  );
  const state = readinessOf(checks);
  const asData = {
    state,
    checks: checks.map(({ name, outcome, text, need }) => ({ name, outcome, text, need })),
  };
  const shown = asJson ? jsonText(asData, 2) : lines.join('\n');
  (bundle === '-' ? process.stderr : process.stdout).write(`${shown}\n`);
  if (bundle !== undefined) {
    const files = await collectBundle({ paths, redactor, checks });
    const zip = await zippedBundle(files);
    if (bundle === '-') process.stdout.write(zip);
    else writeNewFile(bundle, zip, (problem) => bundleNotSaved(bundle, problem));
    const contents = files.map(({ name, about, text }) => `  ${name} (${kilobytes(text)}): ${about}`);
    process.stderr.write(
      `\nSaved ${bundle === '-' ? 'the bundle' : bundle}. It holds:\n${contents.join('\n')}\n`,
    );
  }
  return exitCodeOf[state];
}

function kilobytes(text: string): string {
  return `${Math.ceil(Buffer.byteLength(text) / 1000)} kB`;
}
