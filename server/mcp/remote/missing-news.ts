// Tells a client in log lines which remotes are missing from its list, each reason once.
import type { LoggingLevel, ServerContext } from '@modelcontextprotocol/server';
import { serverInfo } from '../introduction.ts';
import type { MissingRemote } from './listing.ts';

export interface MissingNews {
  /** The level its client has chosen with `logging/setLevel`. */
  setLevel(level: string): void;
  tell(missing: readonly MissingRemote[], ctx: ServerContext): void;
}

const LEVEL: LoggingLevel = 'warning';
const LESS: readonly string[] = ['error', 'critical', 'alert', 'emergency'];

/** @param onFailed hears why a line could not be sent */
export function createMissingNews(onFailed: (error: unknown) => void): MissingNews {
  let told = new Map<string, string>();
  let isWanted = true;
  return {
    setLevel(level) {
      isWanted = !LESS.includes(level);
    },
    tell(missing, ctx) {
      const before = told;
      told = new Map(missing.map(({ server, reason }) => [server, reason]));
      if (!isWanted) return;
      for (const { server, reason } of missing) {
        if (before.get(server) === reason) continue;
        const text = `The tools of the MCP server ${server} are missing. ${reason}`;
        ctx.mcpReq.log(LEVEL, text, serverInfo.name).catch(onFailed);
      }
    },
  };
}
