// How the app was started: by the `patchbay` command, which hands its options over in the environment, or by the
// desktop, with arguments of its own.
import { APP_OPTIONS_VARIABLE, defaultOptions, type McpServerOptions } from '../server/start/run-options.ts';

export interface StartOptions {
  readonly options: McpServerOptions;
  /** Only the tray at first. */
  readonly isHidden: boolean;
  /** The environment is a terminal's, with what the shell sets. */
  readonly isFromTerminal: boolean;
}

/** @param argv Chromium's own switches may stand anywhere in it */
export function readStartOptions(argv: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const given = env[APP_OPTIONS_VARIABLE];
  const options: McpServerOptions =
    given === undefined ? defaultOptions : { ...defaultOptions, ...JSON.parse(given) };
  return {
    options: { ...options, isDemo: options.isDemo || argv.includes('--demo') },
    isHidden: argv.includes('--hidden'),
    isFromTerminal: given !== undefined,
  };
}
