// Remotes that speak MCP 2026-07-28 over HTTP, for clients that do too: every request stands alone, so request and
// answer pass unchanged, with the remote's credential instead of the client's.

import { UNSUPPORTED_VERSION } from '../../base/json-rpc.ts';
import { messageOf } from '../../errors/error.ts';
import type { Logger } from '../../logging/logger.ts';
import { type HttpRemote, isHttp, type RemoteConfig } from '../config.ts';
import { isList } from '../odd/fix-ups.ts';
import { type Asked, fixModernResponse } from '../odd/modern-answers.ts';
import type { Oddity } from '../odd/oddity.ts';
import type { Members } from '../odd/shapes.ts';
import { discoverRequest } from './era.ts';

export interface ModernRemotes {
  /** Whether it answers requests of that era; probed once, and again after a while or when its table changes. */
  speaksModern(config: RemoteConfig): Promise<boolean>;
  /**
   * @param request.headers the client's headers; only protocol headers are forwarded
   * @returns the answer, with odd parts fixed
   * @throws remote-refused, remote-redirects, what its credential throws, and fetch's errors
   */
  relay(
    config: RemoteConfig,
    request: {
      body: unknown;
      headers: Readonly<Record<string, string>>;
      signal: AbortSignal;
      /** Changes the result before it is returned. */
      edit?: ((result: Members) => Members) | undefined;
    },
  ): Promise<Response>;
}

interface Verdict {
  readonly config: RemoteConfig;
  readonly isModern: boolean;
  readonly until: number;
}

/** A server may be updated, so an old verdict must expire. */
const LEGACY_VERDICT_MS = 5 * 60_000;
const PROBE_TIMEOUT_MS = 5000;
const FORWARDED_HEADERS = /^(mcp-(?!session-id)|traceparent$|tracestate$|baggage$)/;

export function createModernRemotes(options: {
  fetchFor(remote: HttpRemote): typeof fetch;
  /** As for a connection. */
  onOddities(remote: string, method: string, oddities: readonly Oddity[], isWhole: boolean): void;
  logger: Logger;
}): ModernRemotes {
  const { fetchFor, onOddities, logger } = options;
  const verdicts = new Map<string, Verdict>();

  async function probe(remote: HttpRemote): Promise<boolean> {
    const response = await fetchFor(remote)(remote.transport.url, {
      ...discoverRequest(),
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    });
    const answer = await response.text();
    // Only a server of that era has an error code for unsupported versions.
    return answer.includes('"supportedVersions"') || answer.includes(`"code":${UNSUPPORTED_VERSION}`);
  }

  return {
    async speaksModern(config) {
      const known = verdicts.get(config.name);
      if (known?.config === config && Date.now() < known.until) return known.isModern;
      if (!isHttp(config)) return false;
      try {
        const isModern = await probe(config);
        const until = isModern ? Number.POSITIVE_INFINITY : Date.now() + LEGACY_VERDICT_MS;
        verdicts.set(config.name, { config, isModern, until });
        return isModern;
      } catch (error) {
        // A missing answer says nothing about the era.
        logger.info('remote-not-probed', { remote: config.name, message: messageOf(error) });
        return false;
      }
    },

    async relay(config, { body, headers, signal, edit }) {
      if (!isHttp(config)) throw new TypeError('Only a remote at an address can be relayed to.');
      const ofProtocol = Object.entries(headers).filter(([header]) => FORWARDED_HEADERS.test(header));
      const response = await fetchFor(config)(config.transport.url, {
        method: 'POST',
        headers: {
          ...Object.fromEntries(ofProtocol),
          'Content-Type': 'application/json',
          Accept: 'application/json, text/event-stream',
        },
        body: JSON.stringify(body),
        signal,
      });
      const asked = body as Asked & { params?: { cursor?: unknown } };
      return await fixModernResponse(response, asked, {
        ...(edit && { edit }),
        onOddities(method, oddities) {
          const isWhole = asked.params?.cursor === undefined;
          if (isList(method)) onOddities(config.name, method, oddities, isWhole);
          else if (oddities.length > 0) logger.info('remote-answer-fixed', { remote: config.name, method });
        },
      });
    },
  };
}
