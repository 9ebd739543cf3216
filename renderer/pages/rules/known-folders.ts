import type { HostState } from '../../../server/contract/state.ts';

/** Folders to choose from: those of threads, the newest first, those of rules, and the default ones of clients. */
export function knownFolders({ threads, rules, principals }: HostState): string[] {
  const found = [
    ...threads.map(({ folder }) => folder),
    ...rules.map(({ rule }) => rule.scope.folder),
    ...principals.map(({ folder }) => folder),
  ];
  return [...new Set(found.flatMap((folder) => (folder ? [folder] : [])))];
}
