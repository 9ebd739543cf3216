// `session_configured`, the first `codex/event` of a new thread.
import type { ThreadOptions } from '../../../engine/threads/options.ts';
import type { CodexEventMessage } from './item-events.ts';

/** A thread that has just been started. */
export interface NewSession {
  readonly options: Pick<
    ThreadOptions,
    'cwd' | 'sandbox' | 'approvalPolicy' | 'networkAccess' | 'writableRoots' | 'model'
  >;
  /** The model the engine chose; the call's own if the engine did not say. */
  readonly model?: string | undefined;
  readonly modelProvider?: string | undefined;
  /** The file that keeps the conversation. */
  readonly rolloutPath?: string | undefined;
  /** Names of the MCP servers the engine starts for this thread. */
  readonly mcpServers: readonly string[];
}

export function sessionConfigured(threadId: string, session: NewSession): CodexEventMessage {
  const { options, modelProvider, rolloutPath } = session;
  return {
    type: 'session_configured',
    session_id: threadId,
    thread_id: threadId,
    model: session.model ?? options.model ?? '',
    model_provider_id: modelProvider ?? '',
    approval_policy: options.approvalPolicy,
    approvals_reviewer: 'user',
    permission_profile: permissionProfile(options),
    cwd: options.cwd,
    ...(rolloutPath !== undefined && { rollout_path: rolloutPath }),
  };
}

/** Folders inside a writable one that stay read-only, so that no command changes files that control Codex. */
const PROTECTED_FOLDERS = ['.git', '.agents', '.codex'];

function permissionProfile({ cwd, sandbox, networkAccess, writableRoots }: NewSession['options']) {
  if (sandbox === 'danger-full-access') return { type: 'disabled' };
  const roots = sandbox === 'workspace-write' ? [cwd, ...writableRoots] : [];
  const temporary = sandbox === 'workspace-write' ? ['slash_tmp', 'tmpdir'] : [];
  const special = (kind: string) => ({ type: 'special', value: { kind } });
  const folder = (path: string) => ({ type: 'path', path });
  return {
    type: 'managed',
    file_system: {
      type: 'restricted',
      entries: [
        { path: special('root'), access: 'read' },
        ...roots.map((root) => ({ path: folder(root), access: 'write' })),
        ...temporary.map((kind) => ({ path: special(kind), access: 'write' })),
        ...PROTECTED_FOLDERS.flatMap((name) =>
          roots.map((root) => ({
            path: folder(`${root}/${name}`),
            access: 'read',
            missing_path_behavior: 'skip',
          })),
        ),
      ],
    },
    network: networkAccess ? 'enabled' : 'restricted',
  };
}
