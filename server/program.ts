// Facts about the running program itself: bundled in out/, or its TypeScript sources.
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };

export const version: string = manifest.version;

const isBundled = !import.meta.url.endsWith('.ts');
const fileBeside = (bundled: string, source: string) =>
  fileURLToPath(new URL(isBundled ? bundled : source, import.meta.url));

/** The file that runs as `patchbay`. */
export const mainFile = fileBeside('./patchbay.js', './cli/main.ts');
/** The program of the watchdog process. */
export const watchdogFile = fileBeside('./watchdog.js', './processes/watchdog-main.ts');
