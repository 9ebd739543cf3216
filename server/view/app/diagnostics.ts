// The health checks and the diagnostics bundle for a window: the bundle is prepared, reviewed, and then saved as it
// was shown.
import fs from 'node:fs';
import type { Paths } from '../../config/paths.ts';
import type { BundledFile } from '../../contract/commands/diagnostics.ts';
import { type BundleFile, collectBundle, zippedBundle } from '../../doctor/bundle.ts';
import { type Check, checkInstallation } from '../../doctor/checks.ts';
import { bundleNotPrepared } from '../../errors/desktop.ts';
import type { Redactor } from '../../logging/redact.ts';

export interface Diagnostics {
  check(): Promise<readonly Check[]>;
  prepare(): Promise<{ files: readonly BundledFile[] }>;
  /** @throws bundle-not-prepared, and the file system's errors */
  save(file: string): Promise<void>;
}

/** Nobody reads more of a log than this in a dialog. */
const SHOWN_CHARS = 50_000;

export function createDiagnostics(options: {
  paths(): Paths;
  env(): NodeJS.ProcessEnv;
  redactor: Redactor;
}): Diagnostics {
  const { paths, env, redactor } = options;
  let prepared: readonly BundleFile[] | undefined;

  const check = () => checkInstallation(paths(), env(), redactor);

  return {
    async check() {
      const checks = await check();
      return checks.map(({ name, outcome, text, textInWindow = text }) => ({
        name,
        outcome,
        text: textInWindow,
      }));
    },
    async prepare() {
      prepared = await collectBundle({ paths: paths(), redactor, checks: await check() });
      const files = prepared.map(({ name, about, text }) => {
        return { name, about, sizeBytes: Buffer.byteLength(text), text: text.slice(0, SHOWN_CHARS) };
      });
      return { files };
    },
    async save(file) {
      if (!prepared) throw bundleNotPrepared();
      const zip = await zippedBundle(prepared);
      // The person has agreed in the dialog to replace what is there, not to let others read this.
      fs.rmSync(file, { force: true });
      fs.writeFileSync(file, zip, { mode: 0o600 });
    },
  };
}
