// The error codes of JSON-RPC and MCP that are written or looked for by hand. Where the SDK's errors are thrown, its own
// `ProtocolErrorCode` names them.

/** JSON-RPC 2.0 §5.1. */
export const PARSE_ERROR = -32700;
export const INVALID_REQUEST = -32600;
export const METHOD_NOT_FOUND = -32601;
export const INVALID_PARAMS = -32602;
export const INTERNAL_ERROR = -32603;

/** The first of those that JSON-RPC 2.0 §5.1 leaves to servers: refused, or lost, for a reason that only the text says. */
export const SERVER_ERROR = -32000;
/** Over HTTP up to MCP 2025-11-25, with status 404: the client begins anew. As the SDK's server says it. */
export const SESSION_NOT_FOUND = -32001;
/** MCP 2026-07-28. */
export const UNSUPPORTED_VERSION = -32022;
/** The same in drafts of that revision. */
export const UNSUPPORTED_VERSION_IN_DRAFTS = -32004;
