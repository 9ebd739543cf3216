// One step of an undo as a unified diff.
import { createTwoFilesPatch } from 'diff';
import type { StoredState } from './tree.ts';
import type { Step } from './undo-plan.ts';

/** More is not read through. */
const MAX_BYTES = 500_000;

/** @param contentOf a stored content by its id; one that is not stored is shown without its text */
export function stepDiff({ path, from, to }: Step, contentOf: (id: string) => Buffer): string {
  const [before, after] = [textOf(from, contentOf), textOf(to, contentOf)];
  if (before === undefined || after === undefined) {
    return `${path}: ${sizeOf(from)} → ${sizeOf(to)}`;
  }
  const patch = createTwoFilesPatch(nameOf('a', path, from), nameOf('b', path, to), before, after, '', '');
  return patch.split('\n').slice(1).join('\n').trimEnd();
}

function nameOf(side: string, path: string, state: StoredState | undefined): string {
  return state ? `${side}/${path}` : '/dev/null';
}

/** @returns undefined for what is not text */
function textOf(state: StoredState | undefined, contentOf: (id: string) => Buffer): string | undefined {
  switch (state?.kind) {
    case undefined:
      return '';
    case 'link':
      return `link to ${state.target}\n`;
    case 'folder':
      return undefined;
    case 'file': {
      if (state.sizeBytes > MAX_BYTES) return undefined;
      const text = contentOf(state.content).toString();
      return /[\0\uFFFD]/.test(text) ? undefined : text;
    }
  }
}

function sizeOf(state: StoredState | undefined): string {
  if (!state) return 'nothing';
  const mode = state.kind === 'link' ? '' : ` ${state.mode.toString(8)}`;
  return state.kind === 'file' ? `${state.sizeBytes} bytes${mode}` : `${state.kind}${mode}`;
}
