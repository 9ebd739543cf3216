// Turns each question of the engine into an approval, and each answer into the engine's response. Shapes: the
// generated protocol types; behaviour as observed on 0.169.0.
import type { Answer, ApprovalSubject, Verdict } from '../../approvals/approval.ts';
import type { CommandExecutionApprovalDecision } from '../protocol/v2/CommandExecutionApprovalDecision.ts';
import type { CommandExecutionRequestApprovalParams } from '../protocol/v2/CommandExecutionRequestApprovalParams.ts';
import type { FileChangeRequestApprovalParams } from '../protocol/v2/FileChangeRequestApprovalParams.ts';
import type { McpServerElicitationRequestParams } from '../protocol/v2/McpServerElicitationRequestParams.ts';
import type { McpServerElicitationRequestResponse } from '../protocol/v2/McpServerElicitationRequestResponse.ts';
import type { PermissionsRequestApprovalParams } from '../protocol/v2/PermissionsRequestApprovalParams.ts';
import type { PermissionsRequestApprovalResponse } from '../protocol/v2/PermissionsRequestApprovalResponse.ts';
import type { ThreadItem } from '../protocol/v2/ThreadItem.ts';
import type { ToolRequestUserInputParams } from '../protocol/v2/ToolRequestUserInputParams.ts';
import type { ToolRequestUserInputQuestion } from '../protocol/v2/ToolRequestUserInputQuestion.ts';
import type { ToolRequestUserInputResponse } from '../protocol/v2/ToolRequestUserInputResponse.ts';

/** One kind of question. */
interface QuestionKind<Params> {
  /**
   * @param item the item the question is about, if the turn has shown it
   * @returns undefined for a variant Patchbay cannot show, which is denied
   */
  subject(params: Params, item: ThreadItem | undefined): ApprovalSubject | undefined;
  /** The model's reason, if it gave one. */
  reason(params: Params): string | null | undefined;
  response(params: Params, answer: Answer): unknown;
  /** Whether `stop-turn` in the response already ends the turn. */
  readonly stopsTurn: boolean;
}

const command: QuestionKind<CommandExecutionRequestApprovalParams> = {
  subject: (params, item) => ({
    kind: 'command',
    command: params.command ?? (item?.type === 'commandExecution' ? item.command : ''),
    cwd: params.cwd ?? (item?.type === 'commandExecution' ? item.cwd : ''),
    parsed: params.commandActions ?? [],
    ...(params.networkApprovalContext && { network: params.networkApprovalContext.host }),
    ...(params.kind === 'writeStdin' && { isInput: true as const }),
  }),
  reason: (params) => params.reason,
  response: (_params, answer) => ({ decision: decisionOf(answer.verdict) }),
  stopsTurn: true,
};

/** The request has no diff; the item with the same id has it. */
const patch: QuestionKind<FileChangeRequestApprovalParams> = {
  subject: (params, item) => ({
    kind: 'patch',
    changes: item?.type === 'fileChange' ? item.changes : [],
    ...(params.grantRoot && { grantRoot: params.grantRoot }),
  }),
  reason: (params) => params.reason,
  response: (_params, answer) => ({ decision: decisionOf(answer.verdict) }),
  stopsTurn: true,
};

const permission: QuestionKind<PermissionsRequestApprovalParams> = {
  subject: (params) => ({ kind: 'permission', cwd: params.cwd, permissions: params.permissions }),
  reason: (params) => params.reason,
  response(params, answer): PermissionsRequestApprovalResponse {
    const { network, fileSystem } = params.permissions;
    const granted = { ...(network && { network }), ...(fileSystem && { fileSystem }) };
    const scope = answer.verdict === 'approve-for-thread' ? 'session' : 'turn';
    return { permissions: isApproval(answer.verdict) ? granted : {}, scope };
  },
  stopsTurn: false,
};

/** What the engine adds if the question is whether a tool of an MCP server may be called. */
interface ToolCallMeta {
  readonly codex_approval_kind?: string;
  readonly tool_name?: string;
  readonly tool_description?: string;
  readonly tool_params?: unknown;
  readonly persist?: readonly string[];
}

const elicitation: QuestionKind<McpServerElicitationRequestParams> = {
  subject(params) {
    const source = params.serverName;
    if (params.mode === 'url') return { kind: 'url', source, message: params.message, url: params.url };
    if (params.mode !== 'form') return undefined;
    const meta = toolCallMeta(params);
    if (!meta) return { kind: 'form', source, message: params.message, schema: params.requestedSchema };
    return {
      kind: 'tool',
      server: source,
      tool: meta.tool_name ?? '',
      ...(meta.tool_description && { description: meta.tool_description }),
      arguments: meta.tool_params ?? {},
      message: params.message,
      ...(meta.persist?.includes('session') && { canLast: true as const }),
    };
  },
  reason: () => undefined,
  response(params, answer): McpServerElicitationRequestResponse {
    if (answer.verdict === 'stop-turn') return { action: 'cancel', content: null, _meta: null };
    if (answer.verdict === 'deny') return { action: 'decline', content: null, _meta: null };
    const canPersist = toolCallMeta(params)?.persist?.includes('session');
    const persist = answer.verdict === 'approve-for-thread' && canPersist;
    return {
      action: 'accept',
      content: (answer.content ?? {}) as McpServerElicitationRequestResponse['content'],
      _meta: persist ? { persist: 'session' } : null,
    };
  },
  stopsTurn: false,
};

/** A form must not ask for secrets (MCP elicitation, "Security considerations"), so such a question is denied. */
const userInput: QuestionKind<ToolRequestUserInputParams> = {
  subject(params) {
    if (params.questions.some((question) => question.isSecret)) return undefined;
    return {
      kind: 'form',
      source: 'Codex',
      message: params.questions.map((question) => question.question).join('\n'),
      schema: {
        type: 'object',
        properties: Object.fromEntries(params.questions.map((question) => [question.id, fieldOf(question)])),
        required: params.questions.map((question) => question.id),
      },
    };
  },
  reason: () => undefined,
  response(params, answer): ToolRequestUserInputResponse {
    if (!isApproval(answer.verdict)) return { answers: {} };
    const answers = params.questions.map(({ id }) => [id, { answers: [String(answer.content?.[id] ?? '')] }]);
    return { answers: Object.fromEntries(answers) };
  },
  stopsTurn: false,
};

/** By the engine's method name. Other methods are answered with "method not found". */
export const questionKinds: Readonly<Record<string, QuestionKind<never>>> = {
  'item/commandExecution/requestApproval': command,
  'item/fileChange/requestApproval': patch,
  'item/permissions/requestApproval': permission,
  'mcpServer/elicitation/request': elicitation,
  'item/tool/requestUserInput': userInput,
};

/**
 * `decline` tells the model and continues; `cancel` ends the turn. `acceptWithExecpolicyAmendment` is never sent: it
 * would write a permanent rule for every thread of this CODEX_HOME.
 */
function decisionOf(verdict: Verdict): CommandExecutionApprovalDecision & string {
  switch (verdict) {
    case 'approve':
      return 'accept';
    case 'approve-for-thread':
      return 'acceptForSession';
    // The engine would do what it asked for; what is done instead is told to the model.
    case 'approve-edited':
    case 'deny':
      return 'decline';
    case 'stop-turn':
      return 'cancel';
  }
}

function isApproval(verdict: Verdict): boolean {
  return verdict === 'approve' || verdict === 'approve-for-thread';
}

function toolCallMeta(params: McpServerElicitationRequestParams): ToolCallMeta | undefined {
  const meta = params._meta as ToolCallMeta | null;
  return meta?.codex_approval_kind === 'mcp_tool_call' ? meta : undefined;
}

function fieldOf(question: ToolRequestUserInputQuestion) {
  const labels = question.options?.map((option) => option.label);
  const isClosed = labels && labels.length > 0 && !question.isOther;
  return {
    type: 'string',
    title: question.header,
    description: question.question,
    ...(isClosed && { enum: labels }),
  };
}
