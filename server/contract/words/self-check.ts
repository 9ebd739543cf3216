// What a remote can do beside answering calls, in words.
import type { SelfCheckLine } from '../../remotes/self-check.ts';

export const selfCheckWords = {
  kinds: {
    ping: 'Ping',
    'list-changes': 'Tells when its lists change',
    progress: 'Progress',
    elicitation: 'Questions (elicitation)',
    cancellation: 'Cancellation',
  } satisfies Record<SelfCheckLine['what'], string>,
  outcomes: {
    works: 'Works',
    offered: 'Offered',
    'not-offered': 'Not offered',
    failed: 'Failed',
    'not-seen': 'Not seen in this call',
    'needs-a-tool': 'Only a call shows it',
  } satisfies Record<SelfCheckLine['outcome'], string>,
};
