// One step of an undo as a unified diff.
import { diffBetween } from './stored-text.ts';
import type { StoredState } from './tree.ts';
import type { Step } from './undo-plan.ts';

/** @param contentOf a stored content by its id; one that is not stored is shown without its text */
export function stepDiff({ path, from, to }: Step, contentOf: (id: string) => Buffer): string {
  const diff = diffBetween(from, to, contentOf);
  if (diff.kind !== 'text' || diff.hunks === '') return `${path}: ${sizeOf(from)} → ${sizeOf(to)}`;
  return `--- ${nameOf('a', path, from)}\n+++ ${nameOf('b', path, to)}\n${diff.hunks.trimEnd()}`;
}

function nameOf(side: string, path: string, state: StoredState | undefined): string {
  return state ? `${side}/${path}` : '/dev/null';
}

function sizeOf(state: StoredState | undefined): string {
  if (!state) return 'nothing';
  const mode = state.kind === 'link' ? '' : ` ${state.mode.toString(8)}`;
  return state.kind === 'file' ? `${state.sizeBytes} bytes${mode}` : `${state.kind}${mode}`;
}
