// Turns the engine's message when it refuses its configuration into an error with file and line.
import path from 'node:path';
import { type ConfigBroken, configBroken } from '../errors/config.ts';
import { readRegularFile } from '../files/regular-file.ts';
import { lineOfKey } from './toml-file.ts';

const REFUSED = 'failed to load configuration: ';

/**
 * All forms were observed on 0.169.0.
 * @param codexHome its config.toml is assumed if the engine names no file
 * @param profile the file of the profile in use, whose values the engine receives without a location
 * @returns undefined if the message is about something else
 */
export function configErrorIn(
  message: string,
  codexHome: string,
  profile?: string,
): ConfigBroken | undefined {
  const start = message.indexOf(REFUSED);
  if (start < 0) return undefined;
  return configErrorSaying(message.slice(start + REFUSED.length).trim(), codexHome, profile);
}

/**
 * The same for what `codex mcp` prints on standard error when it refuses config.toml: a heading and the chain of causes, of which
 * the first names the place.
 * @returns undefined if it failed for another reason
 */
export function configErrorInReport(report: string, codexHome: string): ConfigBroken | undefined {
  const [heading = '', chain] = report.split(/^Caused by:$/m);
  if (chain === undefined || !/^Error: failed to load (?:bootstrap configuration|MCP servers)/.test(heading))
    return undefined;
  const first = /^ +0: (.+)$/m.exec(chain)?.[1] ?? chain.trim().replaceAll(/\n +/g, '\n');
  return configErrorSaying(first, codexHome);
}

function configErrorSaying(said: string, codexHome: string, profile?: string): ConfigBroken {
  const placed = /^(.+?):(\d+):\d+: ([\s\S]+)$/.exec(said);
  if (placed) return configBroken(placed[1] ?? '', Number(placed[2]), placed[3] ?? '');
  const ofProject =
    /^Error parsing project config file (.+?): TOML parse error at line (\d+)[\s\S]*\n(.+)$/.exec(said);
  if (ofProject) return configBroken(ofProject[1] ?? '', Number(ofProject[2]), ofProject[3] ?? '');
  const unread = /^Failed to read (?:project )?config file (.+?): ([\s\S]+)$/.exec(said);
  if (unread) return configBroken(unread[1] ?? '', undefined, unread[2] ?? '');
  const [reason = '', where] = said.split('\nin ');
  const keyPath = /^Model provider `/.test(said)
    ? ['model_provider']
    : (where?.replaceAll('`', '').split('.') ?? []);
  const file =
    keyPath.length > 0 && profile && lineIn(profile, keyPath) ? profile : path.join(codexHome, 'config.toml');
  return configBroken(file, lineIn(file, keyPath), where ? `${reason} in ${where}` : reason);
}

function lineIn(file: string, keyPath: readonly string[]): number | undefined {
  try {
    return keyPath.length > 0 ? lineOfKey(readRegularFile(file).toString('utf8'), keyPath) : undefined;
  } catch {
    return undefined;
  }
}
