// Shapes of commands and patches that a person should look at twice. A mark for the eye, never a decision.

export const dangers = [
  'pipe-to-shell',
  'privileged',
  'recursive-delete',
  'outside-folder',
  'one-liner',
  'hooks',
  'ci',
  'shell-profile',
  'own-files',
] as const;
export type Danger = (typeof dangers)[number];
