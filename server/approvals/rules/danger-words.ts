// Dangers as the reason why no allow answers a question.
import type { Danger } from '../dangers.ts';

/** Clauses. */
export const dangerWords: Readonly<Record<Danger, string>> = {
  'pipe-to-shell': 'it runs what it has just received',
  privileged: 'it runs as another user',
  'recursive-delete': 'it deletes whole folders',
  'outside-folder': 'it writes outside the folder',
  'one-liner': 'it runs code that stands in the command',
  hooks: 'it changes what git obeys, or runs by itself',
  ci: 'it changes what CI runs',
  'shell-profile': 'it changes what a shell or ssh reads at its start',
  'own-files': 'it names files of Patchbay or Codex',
  'own-program': 'it starts Patchbay itself',
  'on-open': 'it changes what an editor, an agent or a shell obeys when it opens the folder',
  'tool-changed': 'the definition of the tool has changed and nobody has reviewed it',
  'tool-words': 'the description of the tool has words that ask the model for something else',
  'tool-shadows': 'the tool has the name of another one',
};
