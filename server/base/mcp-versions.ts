// The revisions of MCP that make a difference here. They are dates, so they compare as texts.

/** The first in which every request stands alone: no handshake, no session, questions are results. */
export const MODERN_VERSION = '2026-07-28';
/** The last with a handshake, and the first whose clients read an event without data (basic/transports). */
export const LEGACY_VERSION = '2025-11-25';
/** All with a handshake, the newest first. */
export const HANDSHAKE_VERSIONS = [
  LEGACY_VERSION,
  '2025-06-18',
  '2025-03-26',
  '2024-11-05',
  '2024-10-07',
] as const;
/** What somebody speaks who names none (MCP 2025-06-18, basic/transports, "Protocol Version Header"). */
export const UNSAID_VERSION = '2025-03-26';
