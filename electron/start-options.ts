// How the app was started: by the `patchbay` command, which passes its options in the environment, or by the desktop,
// with a few arguments.

import { APP_OPTIONS_VARIABLE, defaultOptions, type McpServerOptions } from '../server/start/run-options.ts';
import { linkIn } from './app-links.ts';

export interface StartOptions {
  readonly options: McpServerOptions;
  /** Show only the tray at first. */
  readonly isHidden: boolean;
  /** A `patchbay:` link that the app was started with. */
  readonly link: string | undefined;
  /** Whether the environment comes from a terminal, including what the shell sets. */
  readonly isFromTerminal: boolean;
}

/** @param argv may contain Chromium's own switches anywhere */
export function readStartOptions(argv: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const given = env[APP_OPTIONS_VARIABLE];
  const options: McpServerOptions =
    given === undefined ? defaultOptions : { ...defaultOptions, ...JSON.parse(given) };
  return {
    options: { ...options, isDemo: options.isDemo || argv.includes('--demo') },
    isHidden: argv.includes('--hidden'),
    link: linkIn(argv),
    isFromTerminal: given !== undefined,
  };
}
