// What makes a person look twice at a tool of a remote, whoever wants to call it.

/**
 * `tool-changed`: not as it was first seen, and nobody has reviewed the change. `tool-words`: words of its definition
 * could be meant to mislead a model. `tool-shadows`: another remote or Codex has a tool of this name.
 */
export const toolMarks = ['tool-changed', 'tool-words', 'tool-shadows'] as const;
export type ToolMark = (typeof toolMarks)[number];
