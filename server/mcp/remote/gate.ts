// Asks a person before a tool of a remote is called, where config.toml says so (`default_tools_approval_mode` and the
// mode of each tool) or a rule of the person does. The engine asks about its own calls, which do not pass here.
import { randomUUID } from 'node:crypto';
import { type Approval, digestOf, needsPerson } from '../../approvals/approval.ts';
import type { Broker } from '../../approvals/broker.ts';
import type { Principal } from '../../config/principals.ts';
import { remoteCallDenied } from '../../errors/remotes.ts';
import { approvalModeOf, type RemoteConfig } from '../../remotes/config.ts';
import type { Caller } from '../../remotes/connection/caller.ts';
import type { Connection, RemoteTool } from '../../remotes/connection/connection.ts';
import { clientAsker } from '../client-asker.ts';

export interface ToolCall {
  readonly connection: Connection;
  readonly tool: string;
  readonly args: unknown;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  /** JSON-RPC id of the client's request. */
  readonly requestId: string | number;
  readonly clientName: string;
  /** Whether the client can show a question. */
  readonly isAskable: boolean;
}

export interface ToolGate {
  /**
   * @returns undefined if nobody has to be asked, and nothing looked up
   * @throws remote-call-denied
   */
  pass(call: ToolCall): Promise<void> | undefined;
}

/** @param options.sessionId approvals for the whole session are remembered until the session ends */
export function createToolGate(options: {
  sessionId: string;
  principal: Principal;
  broker: Broker;
}): ToolGate {
  const { sessionId, principal, broker } = options;
  const approved = new Set<string>();

  return {
    pass(call) {
      const isPlain = !broker.mayHoldBack() && !mayNeedApproval(call.connection.config, call.tool);
      return isPlain ? undefined : decide(call);
    },
  };

  async function decide(call: ToolCall): Promise<void> {
    const { connection, tool, signal } = call;
    const { config } = connection;
    const key = JSON.stringify([config.name, tool]);
    const { args, clientName } = call;
    const ruled = { principalId: principal.id, sessionId, remote: config.name, tool, args, clientName };
    // A tool that has changed is not the one that was approved, and what it says of itself now does not count.
    const isAsBefore = (definition?: RemoteTool) =>
      !needsPerson(broker.marked(approvalOfCall(ruled, definition)));
    const isHeldBack = await isCallHeldBack(broker, ruled);
    const mayPass = !mayNeedApproval(config, tool) || (approved.has(key) && isAsBefore());
    if (mayPass && !isHeldBack) return;
    const definition = (await connection.tools()).find(({ name }) => name === tool);
    const passesReads = approvalModeOf(config, tool) === 'writes' && isReadOnly(definition);
    if (!isHeldBack && passesReads && isAsBefore(definition)) return;
    const approval = approvalOfCall(ruled, definition);
    const { caller, requestId } = call;
    const asker = clientAsker({ sessionId, name: clientName, requestId, ask: caller.ask });
    const askers = call.isAskable ? [asker] : [];
    const decision = await broker.decide({ current: () => approval, askers, signal });
    if (decision.verdict === 'approve-for-thread') approved.add(key);
    if (!decision.verdict.startsWith('approve')) throw remoteCallDenied(config.name, tool, decision.reason);
  }
}

/** `auto` does not ask about a client's own call, because the client has asked its user. */
export function mayNeedApproval(config: RemoteConfig, tool: string): boolean {
  const mode = approvalModeOf(config, tool);
  return mode === 'prompt' || mode === 'writes';
}

/** A call that a client makes itself, as rules look at it. */
export interface ClientCall {
  readonly principalId: string;
  /** Empty for a client without a session. */
  readonly sessionId: string;
  readonly remote: string;
  readonly tool: string;
  readonly args: unknown;
  readonly clientName: string;
}

/** Whether a rule of the person denies it or wants to see it, whatever config.toml says. */
export function isCallHeldBack(broker: Pick<Broker, 'isHeldBack'>, call: ClientCall): Promise<boolean> {
  return broker.isHeldBack(approvalOfCall(call, undefined));
}

function isReadOnly(tool: RemoteTool | undefined): boolean {
  return (tool?.['annotations'] as { readOnlyHint?: unknown } | undefined)?.readOnlyHint === true;
}

function approvalOfCall(
  { principalId, sessionId, remote, tool, args, clientName }: ClientCall,
  definition: RemoteTool | undefined,
): Approval {
  const description = definition?.['description'];
  const subject = {
    kind: 'tool',
    server: remote,
    tool,
    ...(typeof description === 'string' && { description }),
    arguments: args ?? {},
    message: `${clientName} calls this tool itself.`,
    caller: clientName,
  } as const;
  return {
    id: randomUUID(),
    principal: principalId,
    threadId: sessionId,
    turnId: '',
    itemId: randomUUID(),
    subject,
    // Needed only where somebody is asked.
    get digest() {
      return digestOf(subject);
    },
  };
}
