// Changes config.toml through the engine, which keeps comments and layout, checks values, and knows its own format.
import { configChangedMeanwhile, configNotWritten, messageOf } from '../errors/errors.ts';
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
 * All edits or none.
 * @param version of the file the edits were made for; undefined to change the file in any case
 * @throws config-changed-meanwhile, config-not-written with the engine's reason
 */
export async function writeConfig(
  engine: Pick<Engine, 'get'>,
  edits: readonly ConfigEdit[],
  version: string | undefined,
): Promise<void> {
  if (edits.length === 0) return;
  const server = await engine.get();
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
}

/** The path as a dotted TOML key. */
function keyPathOf(path: readonly string[]): string {
  return path.map((part) => (/^[A-Za-z0-9_-]+$/.test(part) ? part : JSON.stringify(part))).join('.');
}
