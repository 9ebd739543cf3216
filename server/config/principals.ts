// Who asks. A principal is a named token, `local` for stdio, or `anonymous` where no token is required.
import type { Ceiling } from '../contract/ceiling.ts';

export interface Principal {
  /** Stable: threads on disk belong to it. */
  readonly id: string;
  /** The name a person gave it; shown in the window, the log and the audit file. */
  readonly name: string;
  readonly ceiling: Ceiling;
}

/** The caller on stdio. Anyone who can start this process can also run Codex. */
export function localPrincipal(ceiling: Ceiling): Principal {
  return { id: 'local', name: 'local', ceiling };
}

/** Callers of an HTTP server started with --no-auth. */
export function anonymousPrincipal(ceiling: Ceiling): Principal {
  return { id: 'anonymous', name: 'anonymous', ceiling };
}
