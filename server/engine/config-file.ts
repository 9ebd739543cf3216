// Changes config.toml through the engine, which keeps comments and layout, checks values, and knows its own format.
import { parseToml, readTomlText } from '../config/toml-file.ts';
import { configChangedMeanwhile, configNotWritten } from '../errors/config.ts';
import { messageOf } from '../errors/error.ts';
import { writeWhole } from '../files/write-whole.ts';
import { EngineError } from './process/rpc.ts';
import type { Engine } from './process/supervisor.ts';
import type { JsonValue } from './protocol/serde_json/JsonValue.ts';

export interface ConfigEdit {
  /** From the top of the file; each part unescaped, dots included. */
  readonly path: readonly string[];
  /** null removes the key or the table. */
  readonly value: JsonValue;
}

/** @returns a version of the file's content to pass with a change; undefined while the file cannot be read */
export async function configVersion(engine: Pick<Engine, 'get'>): Promise<string | undefined> {
  const server = await engine.get();
  try {
    const { layers } = await server.request('config/read', { includeLayers: true });
    return layers?.find(({ name }) => name.type === 'user')?.version;
  } catch (error) {
    // One broken table makes it unreadable, and fixing that table must still be possible.
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}

/**
 * All edits or none. The file is valid TOML afterwards if it was before.
 * @param file the config.toml that this engine uses
 * @param version of the file the edits were made for; undefined to change the file in any case
 * @throws config-changed-meanwhile, config-not-written with the engine's reason
 */
export async function writeConfig(
  engine: Pick<Engine, 'get'>,
  file: string,
  edits: readonly ConfigEdit[],
  version: string | undefined,
): Promise<void> {
  if (edits.length === 0) return;
  const server = await engine.get();
  const before = readTomlText(file);
  try {
    await server.request('config/batchWrite', {
      edits: edits.map(({ path, value }) => ({ keyPath: keyPathOf(path), value, mergeStrategy: 'replace' })),
      ...(version !== undefined && { expectedVersion: version }),
      reloadUserConfig: true,
    });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { config_write_error_code: code } = (error.data ?? {}) as { config_write_error_code?: string };
    if (code === 'configVersionConflict') throw configChangedMeanwhile();
    throw configNotWritten(
      messageOf(error)
        .replace(/^Invalid configuration: /, '')
        .trim(),
    );
  }
  keepValid(file, before);
}

/** The engine's mistake; groups: the lines it put into the brackets, and the name of the table. */
const SPLIT_HEADER = /^\[(?:\r?\n)((?:[ \t]*(?:#.*)?\r?\n)*)[ \t]*((?:"[^"\r\n]*"|[^\r\n[\]"])+?)[ \t]*\]/gm;

/**
 * The engine turns an inline table that gets a new key into one with a header, and puts the comments and blank lines
 * before it into that header's brackets, which is not TOML (observed on 0.169.0). They belong before the header. A file
 * that is broken in another way is left alone: somebody is saving it just now.
 * @param before the text before the edits
 * @throws config-not-written if it cannot be made valid; the text before is restored
 */
function keepValid(file: string, before: string | undefined): void {
  const after = readTomlText(file);
  if (after === undefined || isToml(after, file) || after.search(SPLIT_HEADER) < 0) return;
  const repaired = after.replace(SPLIT_HEADER, '$1[$2]');
  const isRepaired = isToml(repaired, file);
  const text = isRepaired ? repaired : before;
  if (text === undefined || readTomlText(file) !== after) return;
  writeWhole(file, text);
  if (!isRepaired) throw configNotWritten('Codex cannot write this change as valid TOML.');
}

function isToml(text: string, file: string): boolean {
  try {
    parseToml(text, file);
    return true;
  } catch {
    return false;
  }
}

/** The path as a dotted TOML key. */
function keyPathOf(path: readonly string[]): string {
  return path.map((part) => (/^[A-Za-z0-9_-]+$/.test(part) ? part : JSON.stringify(part))).join('.');
}
