/** What was pasted cannot be read as a server. */
export class NotUnderstood extends Error {
  /** @param reason a clause: `it has no MCP server in it` */
  constructor(reason: string) {
    super(reason);
  }
}
