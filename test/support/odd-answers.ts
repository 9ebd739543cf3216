// What an odd remote answers: a plan that a test writes, of results as they are and of text as it is sent.

// biome-ignore lint/suspicious/noExplicitAny: whatever a remote may send
type Json = any;

/** `$ID` in a text stands for the id of the request, as JSON. */
export type OddAnswer =
  | { readonly result: Json }
  | { readonly text: string; readonly type?: string; readonly status?: number };

export interface OddPlan {
  /** The result of `initialize`, or of `server/discover`; one without oddities when it is absent. */
  readonly about?: Json;
  /** Method → answer. */
  readonly answers?: Readonly<Record<string, OddAnswer>>;
  /** Tool → answer to a call of it. */
  readonly calls?: Readonly<Record<string, OddAnswer>>;
  /** Page of the tools for a cursor, which must be the very same value. */
  readonly page?: { readonly cursor: unknown; readonly result: Json };
  /** Instead of every page of a list but the first. `endless`: an empty one that has a next one. */
  readonly further?: 'silent' | 'endless' | { readonly result: Json } | { readonly error: Json };
  /** Sent before the answer to every call. */
  readonly says?: readonly object[];
}

export interface OddRequest {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: Json;
}

const serverInfo = { name: 'odd', version: '1.0.0' };

/** @returns undefined for what is not answered */
export function oddAnswer(plan: OddPlan, { method, params }: OddRequest): OddAnswer | undefined {
  if (plan.further && params?.cursor !== undefined) {
    if (plan.further === 'silent') return undefined;
    if (plan.further === 'endless') {
      return { result: { tools: [], prompts: [], nextCursor: `${params.cursor}+` } };
    }
    if ('result' in plan.further) return plan.further;
    return { text: `{"jsonrpc":"2.0","id":$ID,"error":${JSON.stringify(plan.further.error)}}` };
  }
  const capabilities = { tools: {}, resources: {}, prompts: {}, completions: {} };
  switch (method) {
    case 'initialize':
      return {
        result: plan.about ?? { protocolVersion: params.protocolVersion, capabilities, serverInfo },
      };
    case 'server/discover':
      return {
        result: plan.about ?? {
          resultType: 'complete',
          supportedVersions: ['2026-07-28'],
          capabilities,
          ttlMs: 0,
          cacheScope: 'private',
        },
      };
    case 'tools/call':
      return plan.calls?.[params.name];
    case 'tools/list': {
      if (plan.page && params?.cursor === plan.page.cursor) return { result: plan.page.result };
      const names = Object.keys(plan.calls ?? {});
      return (
        plan.answers?.[method] ?? {
          result: { tools: names.map((name) => ({ name, inputSchema: { type: 'object' } })) },
        }
      );
    }
    default:
      return plan.answers?.[method ?? ''] ?? { result: {} };
  }
}

export function textOfAnswer(answer: OddAnswer, id: unknown): string {
  return 'text' in answer
    ? answer.text.replaceAll('$ID', JSON.stringify(id))
    : JSON.stringify({ jsonrpc: '2.0', id, result: answer.result });
}
