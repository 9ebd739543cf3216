// Rules of a file, in whichever of three formats it has: our own, Codex `.rules`, Claude Code's settings.json.
import os from 'node:os';
import path from 'node:path';
import { fileProblem } from '../../../errors/files.ts';
import { rulesFileNewer, rulesFileNotUsable, rulesFileUnknown } from '../../../errors/rules.ts';
import { readRegularFile } from '../../../files/regular-file.ts';
import type { Candidate } from './candidate.ts';
import { readClaudePermissions } from './claude-permissions.ts';
import { readCodexRules } from './codex-rules.ts';
import { FORMAT, FORMAT_VERSION, readExportedRules } from './exported-rules.ts';

export interface ReadRules {
  readonly format: 'Patchbay' | 'Codex' | 'Claude Code';
  readonly candidates: readonly Candidate[];
}

/**
 * @param file its absolute path
 * @param shown the path for messages
 * @throws rules-file-not-usable, rules-file-unknown, rules-file-newer
 */
export function openRulesFile(file: string, shown = file): ReadRules {
  return readRulesFile(readText(file, shown), file);
}

function readText(file: string, shown: string): string {
  try {
    return readRegularFile(file).toString();
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw rulesFileNotUsable(shown, isMissing ? 'it does not exist' : fileProblem(error));
  }
}

/**
 * @param file for the folder that the settings of a project belong to
 * @throws rules-file-unknown, rules-file-newer
 */
export function readRulesFile(text: string, file: string): ReadRules {
  const json = parsed(text);
  if (json === undefined) {
    if (/^\s*prefix_rule\s*\(/m.test(text)) return { format: 'Codex', candidates: readCodexRules(text) };
    throw rulesFileUnknown(file);
  }
  const { format, version, rules, permissions } = json;
  if (format === FORMAT && typeof version === 'number' && version > FORMAT_VERSION)
    throw rulesFileNewer(file, version, FORMAT_VERSION);
  if (format === FORMAT && version === FORMAT_VERSION && Array.isArray(rules))
    return { format: 'Patchbay', candidates: readExportedRules(rules) };
  if (typeof permissions === 'object' && permissions !== null) {
    const candidates = readClaudePermissions(permissions as Record<string, unknown>, projectOf(file));
    return { format: 'Claude Code', candidates };
  }
  throw rulesFileUnknown(file);
}

/** Settings in the home folder count everywhere. */
function projectOf(file: string): string | undefined {
  const folder = path.dirname(file);
  const project = path.dirname(folder);
  return path.basename(folder) === '.claude' && project !== os.homedir() ? project : undefined;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
