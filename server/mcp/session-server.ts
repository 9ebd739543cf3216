// The SDK's server as our sessions need it: it accepts only one `initialize`, keeps what the client said about itself
// unchanged, and keeps forwarded requests away from the SDK's schemas, which drop unknown fields, and where it can from
// its whole protocol layer.
import {
  type JSONRPCMessage,
  type JSONRPCRequest,
  ProtocolError,
  ProtocolErrorCode,
  type RequestId,
  type Result,
  Server,
  type ServerContext,
  specTypeSchemas,
  type Transport,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { MAX_TIMER_MS } from '../base/deadline.ts';
import { issueWords } from '../base/issue-words.ts';
import { MODERN_VERSION } from '../base/mcp-versions.ts';

type Handler = (request: JSONRPCRequest, ctx: ServerContext) => Promise<Result>;

export interface SessionHooks {
  /** Whether a tools/call is forwarded instead of handled here. */
  isForwarded?(request: JSONRPCRequest, ctx: ServerContext): boolean;
  readonly forward?: Handler;
  /** Makes the answer to `initialize` from the SDK's. */
  introduce?(answer: Result, ctx: ServerContext): Promise<Result>;
  /** The same for `server/discover`. */
  discovered?(answer: Result, ctx: ServerContext): Promise<Result>;
}

/** A transport with something that stays open for a request until it is answered. */
export interface Dropping {
  /** Nothing is going to be sent about this request any more: its client has cancelled it, and it has ended. */
  drop(id: RequestId): void;
}

export class SessionServer extends Server {
  /** The params of the client's `initialize`, unchanged; undefined before it and in the modern era. */
  introduction: Readonly<Record<string, unknown>> | undefined;
  /** `declare`: the SDK's constructor already registers handlers. */
  declare hooks?: SessionHooks;
  /** Takes a message of the client instead of the SDK's protocol layer. @returns whether it did */
  declare takes?: (message: JSONRPCMessage, transport: Transport) => boolean;
  private readonly endListeners: (() => void)[] = [];

  override async connect(transport: Transport): Promise<void> {
    const connected = super.connect(transport);
    const { onmessage } = transport;
    transport.onmessage = (message, extra) => {
      if (!this.takes?.(message, transport)) onmessage?.(message, extra);
    };
    await connected;
  }

  /** There is no handshake: its client speaks the revision in which every request stands alone. */
  withoutHandshake(): void {
    this._negotiatedProtocolVersion = MODERN_VERSION;
  }

  /** @param listener called when the connection to the client has ended, for every transport */
  whenEnded(listener: () => void): void {
    this.endListeners.push(listener);
  }

  protected override _wrapHandler(method: string, handler: Handler): Handler {
    const wrapped = super._wrapHandler(method, handler);
    return async (request, ctx) => {
      try {
        return await answering(ctx, (guarded) => this.route(method, wrapped, request, guarded));
      } finally {
        // The SDK sends nothing when a cancelled request ends.
        if (ctx.mcpReq.signal.aborted) this.drop(ctx.mcpReq.id);
      }
    };
  }

  /** Calls the transport a round later, after what the end of the request makes others send. */
  drop(id: RequestId): void {
    const transport = this.transport as Partial<Dropping> | undefined;
    setImmediate(() => transport?.drop?.(id));
  }

  private async route(
    method: string,
    handler: Handler,
    request: JSONRPCRequest,
    ctx: ServerContext,
  ): Promise<Result> {
    if (method === 'initialize') return await this.initialize(request, ctx, handler);
    if (method === 'server/discover') {
      const answer = await withInvalidParams(handler, request, ctx);
      return (await this.hooks?.discovered?.(answer, ctx)) ?? answer;
    }
    if (method !== 'tools/call') return await withInvalidParams(handler, request, ctx);
    const { isForwarded, forward } = this.hooks ?? {};
    const isNamed = typeof request.params?.['name'] === 'string';
    return forward && isNamed && isForwarded?.(request, ctx)
      ? await forward(request, ctx)
      : await withInvalidParams(handler, withoutNullArguments(request), ctx);
  }

  private async initialize(request: JSONRPCRequest, ctx: ServerContext, handler: Handler): Promise<Result> {
    if (this.introduction) {
      throw new ProtocolError(ProtocolErrorCode.InvalidRequest, 'initialize called more than once');
    }
    this.introduction = request.params ?? {};
    try {
      const answer = await withInvalidParams(handler, request, ctx);
      return (await this.hooks?.introduce?.(answer, ctx)) ?? answer;
    } catch (error) {
      this.introduction = undefined;
      throw error;
    }
  }

  /** Asks the client something. @param about the request it belongs to, if it does to one */
  async ask(
    method: string,
    params: Result | undefined,
    signal: AbortSignal,
    about?: RequestId,
  ): Promise<unknown> {
    const request = { method, ...(params && { params: { ...params } }) };
    const options = {
      signal,
      timeout: MAX_TIMER_MS,
      ...(about !== undefined && { relatedRequestId: about }),
    };
    // The remote says when it does not ask any more.
    return await this.request(request, z.unknown(), options);
  }

  /** @param about as with `ask` */
  async tell(method: string, params?: Result, about?: RequestId): Promise<void> {
    const notification = { method, ...(params && { params: { ...params } }) };
    await this.notification(notification, about === undefined ? undefined : { relatedRequestId: about });
  }

  /** A remote's notifications are not checked against our capabilities. */
  protected override assertNotificationCapability(): void {}

  protected override _onclose(): void {
    super._onclose();
    for (const listener of this.endListeners.splice(0)) listener();
  }
}

/** What does not fit the schema of its method is answered as JSON-RPC wants: the SDK has no code for it. */
async function withInvalidParams(
  handler: Handler,
  request: JSONRPCRequest,
  ctx: ServerContext,
): Promise<Result> {
  try {
    return await handler(request, ctx);
  } catch (error) {
    const issues = error instanceof Error ? issuesIn(error.message) : [];
    if (issues.length === 0) throw error;
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, paramsProblem(request, issues));
  }
}

/**
 * What is wrong with the params of an `initialize`, in the words of its answer.
 * @returns undefined if nothing is
 */
export function problemWithInitialize(request: { readonly method: 'initialize' }): string | undefined {
  const { issues } = specTypeSchemas.InitializeRequest['~standard'].validate(request);
  // The schemas are of zod (2.4.0).
  return issues && paramsProblem(request, issues as readonly z.core.$ZodIssue[]);
}

function paramsProblem(request: { readonly method: string }, issues: readonly z.core.$ZodIssue[]): string {
  const clauses = issues.map((issue) => `${issue.path.join('.')} ${issueWords(issue, request, 'an object')}`);
  return `${request.method}: ${clauses.join('; ')}`;
}

/** Clients in languages whose members are always there write `null` for those that are not. Codex takes it, too. */
function withoutNullArguments(request: JSONRPCRequest): JSONRPCRequest {
  if (request.params?.['arguments'] !== null) return request;
  const { arguments: _none, ...params } = request.params;
  return { ...request, params };
}

const BEFORE_ISSUES = 'Invalid tools/call request: ';

/** The SDK throws what a schema found as an error whose message is their list, for tools/call after some words (2.4.0). */
function issuesIn(message: string): z.core.$ZodIssue[] {
  const list = message.startsWith(BEFORE_ISSUES) ? message.slice(BEFORE_ISSUES.length) : message;
  if (!list.startsWith('[')) return [];
  try {
    const issues: unknown = JSON.parse(list);
    return Array.isArray(issues) ? issues.filter((issue) => Array.isArray(issue?.path)) : [];
  } catch {
    return [];
  }
}

/**
 * Notifications that a handler sends about its request after answering it are dropped: the client has forgotten the
 * request and its progress token by then (MCP 2025-11-25, basic/utilities/progress: progress MUST stop after
 * completion).
 */
export function untilAnswered(handler: Handler): Handler {
  return (request, ctx) => answering(ctx, (guarded) => handler(request, guarded));
}

async function answering(ctx: ServerContext, run: (guarded: ServerContext) => Promise<Result>) {
  let isAnswered = false;
  const notify: ServerContext['mcpReq']['notify'] = async (notification) => {
    if (!isAnswered) await ctx.mcpReq.notify(notification);
  };
  try {
    return await run({ ...ctx, mcpReq: { ...ctx.mcpReq, notify } });
  } finally {
    isAnswered = true;
  }
}

/**
 * The SDK counts its requests from 0. Clients built on SDK 1.x do not close the dialog when that first one is
 * cancelled, because they treat id 0 as no id (observed on 1.32.2).
 */
export function startIdsAtOne(server: Server): void {
  (server as unknown as { _requestMessageId: number })._requestMessageId = 1;
}
