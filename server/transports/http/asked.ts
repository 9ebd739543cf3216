// What is asked of the server, once a request has passed the guards.
import type { Principal } from '../../config/principals.ts';
import type { Scope } from '../../mcp/scope.ts';

export interface Asked {
  readonly principal: Principal;
  readonly scope: Scope;
  /** Parsed JSON; undefined where it is none. */
  readonly body: unknown;
  /** Whether the body is one request, and such that the schemas of the SDK need not look at it. */
  readonly isPlain: boolean;
}
