// An approval as an MCP elicitation: how the question reads in the client, and what the client's answer means.
// The `codex_…` fields are those of `codex mcp-server` 0.153.4, for hosts that were written for it.
import { z } from 'zod';
import type { Answer, Approval, ApprovalSubject, Verdict } from '../approvals/approval.ts';
import { describeSubject } from '../contract/describe-subject.ts';
import { makeVisible } from '../contract/visible.ts';
import { argvOf, legacyChangesOf, parsedCommandOf } from './legacy-shapes.ts';

const MAX_DIFF_CHARS = 20_000;

/** The `decision` values of 0.153.4. */
const verdictByWord: Readonly<Record<string, Verdict>> = {
  approved: 'approve',
  approved_for_session: 'approve-for-thread',
  denied: 'deny',
  timed_out: 'deny',
  abort: 'stop-turn',
};

/** `enumNames` titles the choices for every protocol revision that has forms. */
const decisionSchema = {
  type: 'object',
  properties: {
    decision: {
      type: 'string',
      title: 'Decision',
      enum: ['approved', 'approved_for_session', 'denied', 'abort'],
      enumNames: ['Approve once', 'Approve for this thread', 'Deny', 'Stop the turn'],
      default: 'denied',
    },
    reason: { type: 'string', title: 'Why not', description: 'Told to Codex when you deny.' },
  },
  required: ['decision'],
};

const permissionSchema = {
  ...decisionSchema,
  properties: {
    ...decisionSchema.properties,
    decision: {
      ...decisionSchema.properties.decision,
      enumNames: ['Allow for this turn', 'Allow for this thread', 'Deny', 'Stop the turn'],
    },
  },
};

const leashSchema = {
  type: 'object',
  properties: {
    decision: {
      type: 'string',
      title: 'Decision',
      enum: ['approved', 'abort'],
      enumNames: ['Continue', 'Stop the turn'],
      default: 'abort',
    },
  },
  required: ['decision'],
};

const NOT_FOR_CLIENTS = 'Whether a folder is trusted is asked of the person alone.';

/**
 * @param callId JSON-RPC id of the tools/call the question belongs to
 * @returns the params of `elicitation/create`
 */
export function elicitationOf(approval: Approval, callId: string | number): Record<string, unknown> {
  const { subject } = approval;
  const common = {
    message: messageOf(approval),
    threadId: approval.threadId,
    codex_mcp_tool_call_id: String(callId),
    codex_event_id: approval.turnId,
    codex_call_id: approval.itemId,
  };
  switch (subject.kind) {
    case 'command':
      return {
        ...common,
        requestedSchema: decisionSchema,
        codex_elicitation: 'exec-approval',
        codex_command: argvOf(subject.command),
        codex_cwd: subject.cwd,
        codex_parsed_cmd: parsedCommandOf(subject.parsed),
      };
    case 'patch':
      return {
        ...common,
        requestedSchema: decisionSchema,
        codex_elicitation: 'patch-approval',
        ...(approval.reason && { codex_reason: approval.reason }),
        ...(subject.grantRoot && { codex_grant_root: subject.grantRoot }),
        codex_changes: legacyChangesOf(subject.changes),
      };
    case 'tool':
      return { ...common, requestedSchema: decisionSchema, codex_elicitation: 'mcp-tool-call-approval' };
    case 'permission':
      return { ...common, requestedSchema: permissionSchema, codex_elicitation: 'permission-approval' };
    case 'form':
      return { ...common, requestedSchema: subject.schema, codex_elicitation: 'form' };
    case 'url':
      return {
        ...common,
        mode: 'url',
        url: subject.url,
        elicitationId: approval.id,
        codex_elicitation: 'url',
      };
    case 'leash':
      return { ...common, requestedSchema: leashSchema, codex_elicitation: 'leash' };
    case 'folder':
      throw new Error(NOT_FOR_CLIENTS);
  }
}

/** An answer as it arrives from a client: untrusted until parsed. */
const answerSchema = z.looseObject({
  action: z.enum(['accept', 'decline', 'cancel']).optional(),
  content: z.record(z.string(), z.unknown()).nullish(),
  decision: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
});

/**
 * Three shapes are accepted: `{decision}` of 0.153.4, `{action, content: {decision}}`, and a bare `{action:
 * "accept"}`, which approves once. If they contradict each other, the stricter one wins.
 * @throws when the answer has none of these shapes
 */
export function answerOf(result: unknown, subject: ApprovalSubject): Answer {
  const parsed = answerSchema.safeParse(result);
  if (!parsed.success) throw new Error('its answer is not one to an elicitation');
  const { action, content, decision } = parsed.data;
  const isForm = subject.kind === 'form' || subject.kind === 'url';
  if (isForm && action === 'accept') return { verdict: 'approve', content: content ?? {} };
  const words = [decision, content?.['decision']].filter((word) => word !== undefined);
  const parts = [...words.map(verdictOf), ...(action ? [verdictOfAction[action]] : [])];
  // A bare accept approves once; a decision beside it says how.
  const counted = parts.length > 1 ? parts.filter((part) => part !== verdictOfAction.accept) : parts;
  const strictest = counted.sort((left, right) => strictness(right) - strictness(left))[0];
  if (!strictest) throw new Error('the answer has neither `action` nor `decision`');
  return strictest.verdict === 'deny' ? { ...reasonIn(content), ...strictest } : strictest;
}

const verdictOfAction: Readonly<Record<'accept' | 'decline' | 'cancel', Answer>> = {
  accept: { verdict: 'approve' },
  decline: { verdict: 'deny' },
  cancel: { verdict: 'stop-turn' },
};

function strictness({ verdict }: Answer): number {
  return ['approve-for-thread', 'approve', 'deny', 'stop-turn'].indexOf(verdict);
}

function verdictOf(decision: unknown): Answer {
  if (typeof decision === 'string') {
    const verdict = verdictByWord[decision];
    if (verdict) return { verdict };
  }
  if (typeof decision === 'object' && decision !== null) {
    // Never create a permanent rule by accident: an amendment counts as approved once.
    if ('approved_execpolicy_amendment' in decision) return { verdict: 'approve' };
    if ('denied' in decision) {
      const rejection = (decision.denied as { rejection?: unknown } | null)?.rejection;
      return { verdict: 'deny', ...(typeof rejection === 'string' && { reason: rejection }) };
    }
  }
  throw new Error(`the answer has an unknown decision ${JSON.stringify(decision)}`);
}

function reasonIn(content: Record<string, unknown> | null | undefined): { reason?: string } {
  const reason = content?.['reason'];
  return typeof reason === 'string' && reason.trim() ? { reason: reason.trim() } : {};
}

function messageOf({ subject, reason, countsOnlyDenials }: Approval): string {
  const { question, isWhole } = askedAs(subject);
  const { note, warnings = [], details } = describeSubject(subject);
  const lines = [question];
  if (countsOnlyDenials) lines.push('Only the Patchbay window can approve this. An answer here can deny it.');
  if (reason) lines.push(`Codex says: ${makeVisible(reason)}`);
  if (isWhole) return lines.join('\n');
  lines.push(...warnings);
  if (note) lines.push(note);
  // All titles first: a long text must not hide what comes behind it.
  lines.push(...details.flatMap(({ title }) => (title === undefined ? [] : [makeVisible(title)])));
  const text = makeVisible(details.map(({ text }) => text).join('\n'));
  lines.push(subject.kind === 'patch' ? cutDiff(text) : text);
  return lines.join('\n');
}

/** The first line, as 0.153.4 words it where it asked this. `isWhole`: there is no more to show. */
function askedAs(subject: ApprovalSubject): { question: string; isWhole: boolean } {
  switch (subject.kind) {
    case 'command': {
      const { command, cwd } = subject;
      return {
        question: `Allow Codex to run \`${makeVisible(command)}\` in \`${makeVisible(cwd)}\`?`,
        isWhole: true,
      };
    }
    case 'patch':
      return { question: 'Allow Codex to apply proposed code changes?', isWhole: false };
    case 'tool': {
      const { caller = 'Codex', server, tool } = subject;
      return {
        question: `Allow ${makeVisible(caller)} to call ${makeVisible(server)}.${makeVisible(tool)}?`,
        isWhole: false,
      };
    }
    case 'permission':
      return { question: `Allow Codex more permissions in \`${makeVisible(subject.cwd)}\`?`, isWhole: false };
    case 'form':
    case 'url':
      return { question: `${makeVisible(subject.source)}: ${makeVisible(subject.message)}`, isWhole: true };
    case 'leash':
      return { question: describeSubject(subject).question, isWhole: false };
    case 'folder':
      throw new Error(NOT_FOR_CLIENTS);
  }
}

function cutDiff(diff: string): string {
  if (diff.length <= MAX_DIFF_CHARS) return diff;
  return `${diff.slice(0, MAX_DIFF_CHARS)}\n[cut: the whole diff has ${diff.length} characters, see codex_changes]`;
}
