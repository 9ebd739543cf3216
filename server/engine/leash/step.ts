// What Codex is about to do, as its hook announces it before it happens.
import path from 'node:path';

export interface Step {
  /** The engine's id of the call. */
  readonly id: string;
  readonly isCommand: boolean;
  /** Absolute paths of the files a patch names. */
  readonly files: readonly string[];
}

/** The engine's name for its shell in hooks (observed on 0.169.0). */
const SHELL = 'Bash';
const PATCH_START = '*** Begin Patch';
const PATCHED_FILE = /^\*\*\* (?:(?:Add|Update|Delete) File|Move to): (.+)$/gm;

/**
 * @param announced.input of the tool. For the shell and for patches its `command` has the text; a patch can also come
 *   through the shell
 * @param folder the thread works in
 */
export function stepOf(announced: { id: string; tool: string; input: unknown }, folder: string): Step {
  const { id, tool, input } = announced;
  const command = (input as { command?: unknown } | null)?.command;
  const isPatch = typeof command === 'string' && command.includes(PATCH_START);
  const names = isPatch ? [...command.matchAll(PATCHED_FILE)].map(([, name = '']) => name.trim()) : [];
  return { id, isCommand: tool === SHELL, files: names.map((name) => path.resolve(folder, name)) };
}
