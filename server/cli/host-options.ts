// The options of every command that runs a host, and how they are parsed.
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Ceiling, defaultCeiling, sandboxModes } from '../contract/ceiling.ts';
import { logLevels } from '../contract/log-levels.ts';
import { DEFAULT_APPROVAL_MS, defaultOptions, type McpServerOptions } from '../start/run-options.ts';
import { decimalNumber, wholeNumber } from './numbers.ts';

/** How long a question waits. */
const SHORTEST_SECONDS = 0.1;
const LONGEST_SECONDS = 86_400;

export function addHostOptions(command: Command): Command {
  return command
    .option('--codex-home <dir>', 'folder with config.toml and login, instead of CODEX_HOME')
    .option('--engine <path>', 'a codex of your own, instead of the one that comes with Patchbay')
    .option('--demo', 'use the embedded demo model: no account needed', false)
    .option(
      '--approval-timeout <seconds>',
      `how long a question waits (default: ${DEFAULT_APPROVAL_MS / 1000})`,
      decimalNumber(SHORTEST_SECONDS, LONGEST_SECONDS),
    )
    .addOption(
      new Option('--log-level <level>', 'least important lines on stderr')
        .choices(logLevels)
        .env('PATCHBAY_LOG'),
    )
    .addOption(
      new Option('--max-sandbox <mode>', 'widest sandbox a client may ask for')
        .choices(sandboxModes)
        .default(defaultOptions.ceiling.sandbox),
    )
    .option('--allow-never', 'clients may turn questions off in a sandbox that can write', false)
    .option('--allow-network', 'clients may ask for network in the sandbox', false)
    .option(
      '--allow-folder <dir...>',
      'clients may write in this one, though it is / or holds your home folder',
    )
    .option('--host <host>', 'address to listen on', hostWord, defaultOptions.host)
    .option('--no-auth', 'ask clients for no token (127.0.0.1 only)')
    .option('--allow-host <host...>', 'another Host header to answer to (behind a gateway)')
    .option('--allow-origin <origin...>', 'an Origin whose web pages may connect');
}

export interface CeilingWords {
  maxSandbox: Ceiling['sandbox'];
  allowNever: boolean;
  allowNetwork: boolean;
}

export function ceilingOf(words: Partial<CeilingWords>): Ceiling {
  return {
    sandbox: words.maxSandbox ?? defaultCeiling.sandbox,
    allowNever: words.allowNever ?? false,
    allowNetwork: words.allowNetwork ?? false,
  };
}

/** Converts commander's values: units, and the ceiling from its options. */
export function optionsOf(words: CommandWords): McpServerOptions {
  return {
    port: words.port,
    host: words.host,
    isStandalone: words.standalone,
    isDemo: words.demo,
    needsToken: words.auth,
    codexHome: words.codexHome,
    enginePath: words.engine,
    logLevel: words.logLevel,
    approvalDeadlineMs: words.approvalTimeout === undefined ? undefined : words.approvalTimeout * 1000,
    ceiling: ceilingOf(words),
    allowFolders: words.allowFolder?.map((folder) => path.resolve(folder)),
    allowHosts: words.allowHost ?? [],
    allowOrigins: words.allowOrigin ?? [],
  };
}

interface CommandWords extends CeilingWords {
  port?: number;
  host: string;
  standalone: boolean;
  demo: boolean;
  auth: boolean;
  codexHome?: string;
  engine?: string;
  logLevel?: McpServerOptions['logLevel'];
  approvalTimeout?: number;
  allowFolder?: string[];
  allowHost?: string[];
  allowOrigin?: string[];
}

export const port = wholeNumber(0, 65_535);

/** An empty one would listen everywhere. */
function hostWord(word: string): string {
  if (/^\S+$/.test(word)) return word;
  throw new InvalidArgumentError('It must be a name or an address, like 127.0.0.1.');
}
