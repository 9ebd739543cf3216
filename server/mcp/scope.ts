// Which part of a host a client gets, by the address it uses.
export type Scope =
  /** The Codex tools and the tools of all remotes. */
  | { readonly kind: 'everything' }
  | { readonly kind: 'codex' }
  /** One remote, unchanged. */
  | { readonly kind: 'remote'; readonly name: string };

export const everything: Scope = { kind: 'everything' };

/** @param segment what follows `/mcp/`, decoded; `codex` is reserved */
export function scopeOf(segment: string | undefined): Scope {
  if (segment === undefined) return everything;
  return segment === 'codex' ? { kind: 'codex' } : { kind: 'remote', name: segment };
}

export function isSameScope(left: Scope, right: Scope): boolean {
  if (left.kind !== 'remote' || right.kind !== 'remote') return left.kind === right.kind;
  return left.name === right.name;
}
