// What a table of `[mcp_servers]` in config.toml may say, in Codex's words, as far as the form of the window needs it too.

/** When a person is asked before a client calls a tool. */
export const approvalModes = ['auto', 'prompt', 'writes', 'approve'] as const;
export type ApprovalMode = (typeof approvalModes)[number];

/** What holds where a table says nothing: Codex's own (measured on 0.169.0). */
export const defaultTimeoutsSec = { startup: 30, tool: 300 } as const;
