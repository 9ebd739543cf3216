// The `codex/event` messages that came right before a question was sent to the client.
import type { Approval } from '../../../approvals/approval.ts';
import { argvOf, legacyChangesOf, parsedCommandOf } from '../../legacy-shapes.ts';
import type { CodexEventMessage } from './item-events.ts';

/** Answers that Patchbay accepts; an amendment would only count as approved once. */
const AVAILABLE_DECISIONS = ['approved', 'approved_for_session', 'abort'];

/**
 * @param startedAtMs when the item in question started
 * @returns undefined for questions that 0.153.4 did not have
 */
export function questionMessage(approval: Approval, startedAtMs: number): CodexEventMessage | undefined {
  const { id, subject, reason, turnId, itemId } = approval;
  const about = { call_id: itemId, turn_id: turnId, started_at_ms: startedAtMs };
  switch (subject.kind) {
    case 'command':
      return {
        type: 'exec_approval_request',
        kind: 'command',
        ...about,
        command: argvOf(subject.command),
        cwd: subject.cwd,
        ...(reason && { reason }),
        available_decisions: AVAILABLE_DECISIONS,
        parsed_cmd: parsedCommandOf(subject.parsed),
      };
    case 'patch':
      return {
        type: 'apply_patch_approval_request',
        ...about,
        changes: legacyChangesOf(subject.changes),
        ...(reason && { reason }),
        ...(subject.grantRoot && { grant_root: subject.grantRoot }),
      };
    case 'tool': {
      const { description, message, server } = subject;
      const described = description !== undefined && { tool_description: description };
      const _meta = {
        codex_approval_kind: 'mcp_tool_call',
        ...described,
        tool_params: subject.arguments,
      };
      return elicitationRequest(approval, server, {
        mode: 'form',
        _meta,
        message,
        requested_schema: { type: 'object', properties: {} },
      });
    }
    case 'form': {
      const { message, schema, source } = subject;
      return elicitationRequest(approval, source, { mode: 'form', message, requested_schema: schema });
    }
    case 'url': {
      const { message, url, source } = subject;
      return elicitationRequest(approval, source, { mode: 'url', message, url, elicitation_id: id });
    }
    case 'permission':
    case 'folder':
    case 'leash':
      return undefined;
  }
}

function elicitationRequest({ id, turnId }: Approval, server: string, request: object): CodexEventMessage {
  return { type: 'elicitation_request', turn_id: turnId, server_name: server, id, request };
}
