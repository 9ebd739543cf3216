// The engine's permission profile in words. Unknown parts are not hidden: the card shows everything below.
import { shortPath } from '../../components/paths.ts';
import { words } from '../../words.ts';

interface Profile {
  readonly network?: { readonly enabled?: boolean | null } | null;
  readonly fileSystem?: {
    readonly read?: readonly string[] | null;
    readonly write?: readonly string[] | null;
  } | null;
}

export function permissionLines(permissions: unknown): string[] {
  const { network, fileSystem } = (permissions ?? {}) as Profile;
  return [
    ...(network?.enabled ? [words.approval.wants.network] : []),
    ...(fileSystem?.write ?? []).map((path) => words.approval.wants.write(shortPath(path))),
    ...(fileSystem?.read ?? []).map((path) => words.approval.wants.read(shortPath(path))),
  ];
}
