// Errors of config.toml and of other files of Codex.
import path from 'node:path';
import { PatchbayError } from './error.ts';

/** A place in a Codex file that makes the file unusable. */
export class ConfigBroken extends PatchbayError {
  readonly file: string;
  /** Starts at 1; undefined for the whole file, or if unknown. */
  readonly line: number | undefined;
  /** What is wrong, without the location. */
  readonly reason: string;

  constructor(file: string, line: number | undefined, reason: string) {
    const place = line === undefined ? file : `${file} line ${line}`;
    super(
      'config-broken',
      `${place}: ${reason}${/[.!?:]$/.test(reason) ? '' : '.'}`,
      `Correct that place in ${path.basename(file)}, then try again; nothing has to be restarted.`,
    );
    this.file = file;
    this.line = line;
    this.reason = reason;
  }
}

/** A file of Codex cannot be used as it is. */
export function configBroken(file: string, line: number | undefined, reason: string): ConfigBroken {
  return new ConfigBroken(file, line, reason);
}

/** The account cannot be read while a remote of config.toml is broken. */
export function configNotUsable(): PatchbayError {
  return new PatchbayError(
    'config-not-usable',
    'A table of an MCP server in config.toml is broken, so Codex does not say who is signed in.',
    'Correct that table; the remotes page names it.',
  );
}

/** A call or an option names a profile without a file. */
export function profileNotFound(name: string, file: string): PatchbayError {
  return new PatchbayError(
    'profile-not-found',
    `There is no Codex profile ${JSON.stringify(name)}: ${file} does not exist.`,
    'Leave `profile` out, or create that file.',
  );
}

/** config.toml is not the one that the window showed. */
export function configChangedMeanwhile(): PatchbayError {
  return new PatchbayError(
    'config-changed-meanwhile',
    'config.toml was changed by somebody else meanwhile, so nothing was written.',
    'Look at it again and repeat the change.',
  );
}

/** @param reason the engine's text */
export function configNotWritten(reason: string): PatchbayError {
  return new PatchbayError(
    'config-not-written',
    `config.toml was not changed: ${reason}`,
    'Correct that, then try again, or edit the file yourself.',
  );
}
