// Who asks. A principal is a named token, `local` for stdio, or `anonymous` where no token is asked for.
import type { Ceiling } from '../contract/ceiling.ts';

export interface Principal {
  /** Stable: threads on disk belong to it. */
  readonly id: string;
  /** What a person called it; shown in the window, the log and the audit file. */
  readonly name: string;
  readonly ceiling: Ceiling;
}

/** The caller on stdio: whoever could start this process could also run Codex. */
export function localPrincipal(ceiling: Ceiling): Principal {
  return { id: 'local', name: 'local', ceiling };
}

/** Callers of an HTTP server started with --no-auth. */
export function anonymousPrincipal(ceiling: Ceiling): Principal {
  return { id: 'anonymous', name: 'anonymous', ceiling };
}
