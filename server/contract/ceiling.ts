// What a principal can never exceed, whatever its calls say. Only a person raises it.

export const sandboxModes = ['read-only', 'workspace-write', 'danger-full-access'] as const;
export type SandboxMode = (typeof sandboxModes)[number];

export interface Ceiling {
  readonly sandbox: SandboxMode;
  /** `never` without a read-only sandbox: commands run without a question. */
  readonly allowNever: boolean;
  readonly allowNetwork: boolean;
}

export const defaultCeiling: Ceiling = { sandbox: 'workspace-write', allowNever: false, allowNetwork: false };
