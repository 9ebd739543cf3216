// TEXT of `/bin/bash -lc TEXT`, read strictly: for a person to change it, and to find out whether Codex asks for exactly
// the changed text. The engine quotes TEXT as one word of single- and double-quoted pieces (observed on 0.169.0).
import type { CommandScript } from '../contract/approval-card.ts';
import { ENGINE_SHELL } from './engine-shell.ts';

const AT_THE_START = /^(\/\S+) -l?c /;
const SINGLE_QUOTED = /'([^']*)'/y;
const DOUBLE_QUOTED = /"((?:[^"\\$`]|\\["\\$`])*)"/y;
const BARE = /([\w@%+=:,./-]+)/y;

/** @returns undefined for what the engine does not start like that, and for any quoting that is not its own */
export function engineScript(command: string): CommandScript | undefined {
  const [start = '', program = ''] = AT_THE_START.exec(command) ?? [];
  if (!ENGINE_SHELL.test(program)) return undefined;
  const text = unquoted(command.slice(start.length));
  return text ? { shell: start.trimEnd(), text } : undefined;
}

/** The value of one word in any POSIX shell. */
function unquoted(word: string): string | undefined {
  let text = '';
  for (let at = 0; at < word.length; ) {
    const piece = pieceAt(word, at);
    if (!piece) return undefined;
    text += piece.value;
    at = piece.end;
  }
  return text;
}

function pieceAt(word: string, at: number): { value: string; end: number } | undefined {
  for (const shape of [SINGLE_QUOTED, DOUBLE_QUOTED, BARE]) {
    shape.lastIndex = at;
    const [whole, value = ''] = shape.exec(word) ?? [];
    if (whole === undefined) continue;
    return {
      value: shape === DOUBLE_QUOTED ? value.replace(/\\(.)/gs, '$1') : value,
      end: at + whole.length,
    };
  }
  return undefined;
}
