// The person's decisions, as the host asks for them: settings for everybody, and decisions about one principal.
import type { Approval } from '../../approvals/approval.ts';
import type { PrincipalsFile } from '../../config/principals-file.ts';
import type { Settings } from '../../contract/settings.ts';
import type { ThreadOptions } from '../../engine/threads/options.ts';
import type { HostPolicy } from '../../host/host.ts';

const EDITED_RULE = 'Approved as edited in the window';
const ALLOWED_RULE = 'Allowed once after nobody answered';

export function createPolicy(options: {
  settings(): Settings;
  principals: PrincipalsFile;
  threadOf(threadId: string): ThreadOptions | undefined;
  takeAllowance(approval: Approval): boolean;
  /** Whether the person has written exactly this command. Uses the permission up. */
  takeEdited(approval: Approval): boolean;
  /** From the command line; overrides the settings. */
  deadlineMs: number | undefined;
}): HostPolicy & Required<Pick<HostPolicy, 'deadlineMs'>> {
  const { settings, principals } = options;
  return {
    of(principal) {
      const { ceiling = principal.ceiling, mode = settings().mode, folder } = principals.of(principal.id);
      return { ceiling, mode, folder };
    },
    deadlineMs: () => options.deadlineMs ?? settings().approvalMinutes * 60_000,
    mayApprove: (id) => principals.of(id).mayApprove ?? false,
    async ruleFor(approval, mustAsk) {
      if (options.takeEdited(approval)) return EDITED_RULE;
      if (options.takeAllowance(approval)) return ALLOWED_RULE;
      if (mustAsk) return undefined;
      const thread = options.threadOf(approval.threadId);
      if (thread?.approvalPolicy !== 'untrusted' || !settings().letsReadsPass) return undefined;
      const { isReadInside, READS_RULE } = await import('../../approvals/reads/reads-rule.ts');
      return isReadInside(approval, thread.cwd) ? READS_RULE : undefined;
    },
  };
}
