/** The tools a client is offered, in their order. */
export const toolNames = ['codex', 'codex-reply', 'codex-start', 'codex-wait', 'codex-stop', 'codex-threads'];
