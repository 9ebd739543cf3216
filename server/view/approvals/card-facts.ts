// The facts beside a question: why it is asked and what happens on yes. Derived from the thread's options and the
// question itself, never from the model's text.
import path from 'node:path';
import type { Approval, PatchChange } from '../../approvals/approval.ts';
import { isInside } from '../../base/paths-inside.ts';
import type { Consequence, WhyAsked } from '../../contract/approval-card.ts';
import type { ThreadRow } from '../../contract/state.ts';
import type { ThreadOptions } from '../../engine/threads/options.ts';
import { gitBranch } from '../threads/git-branch.ts';
import type { CardFacts } from './window-desk.ts';

/** After a yes to these, files of the thread's folder can be different ones. */
const CHANGES_FILES: readonly string[] = ['command', 'patch', 'permission'];

/**
 * @param about.thread the thread's options; undefined if it has just ended
 * @param about.ownFolders the folders of Patchbay and Codex
 */
export async function cardFacts(
  approval: Approval,
  about: {
    who: string;
    row: ThreadRow | undefined;
    thread: ThreadOptions | undefined;
    ownFolders: readonly string[];
    /** See HostCheckpoints; absent while no host runs. */
    whyUncovered?: ((folder: string) => string | undefined) | undefined;
  },
): Promise<CardFacts> {
  const { subject } = approval;
  const folder = about.thread?.cwd ?? '';
  const branch = gitBranch(folder);
  const uncovered = CHANGES_FILES.includes(subject.kind) ? about.whyUncovered?.(folder) : undefined;
  // Imports the shell parser, which is not needed before the first question.
  const { dangersOf } = await import('../../approvals/dangers.ts');
  return {
    who: about.who,
    folder,
    ...(branch !== undefined && { branch }),
    title: about.row?.title ?? '',
    why: whyAsked(approval, about.thread),
    consequence: consequenceOf(approval, about.thread),
    dangers: dangersOf(subject, { folder, ownFolders: about.ownFolders }),
    ...(uncovered !== undefined && { uncovered }),
  };
}

function whyAsked({ subject, reason }: Approval, thread: ThreadOptions | undefined): WhyAsked {
  if (subject.kind === 'form' || subject.kind === 'url')
    return { kind: 'wants-answer', source: subject.source };
  if (subject.kind === 'folder') return { kind: 'repository' };
  if (subject.kind === 'leash') return { kind: 'at-limit' };
  if (subject.kind === 'command') {
    if (subject.network !== undefined) return { kind: 'network', host: subject.network };
    if (reason !== undefined) return { kind: 'leaves-sandbox' };
  }
  return { kind: thread?.approvalPolicy === 'untrusted' ? 'asks-first' : 'beyond-sandbox' };
}

/**
 * The engine does not say whether a command will run inside the sandbox. With `untrusted` it starts inside unless the
 * model asks to leave, which shows only where it gives a reason, and is run again outside if the sandbox stops it; with
 * any other policy, a question means that it leaves (observed on 0.169.0).
 */
function consequenceOf({ subject, reason }: Approval, thread: ThreadOptions | undefined): Consequence {
  switch (subject.kind) {
    case 'command': {
      const starts = thread?.approvalPolicy === 'untrusted' && thread.sandbox !== 'danger-full-access';
      if (!thread || !starts || reason !== undefined) return { kind: 'outside-sandbox' };
      const isWritable = thread.sandbox === 'workspace-write';
      return {
        kind: 'inside-sandbox',
        writable: isWritable ? [thread.cwd, ...thread.writableRoots] : [],
        network: thread.networkAccess,
      };
    }
    case 'patch':
      return {
        kind: 'patch',
        outside: outsideOf(subject.changes, thread?.cwd),
      };
    case 'tool':
      return { kind: 'tool', server: subject.server };
    case 'permission':
      return { kind: 'permission' };
    case 'form':
    case 'url':
      return { kind: 'answer', source: subject.source };
    case 'folder':
      return { kind: 'trust' };
    case 'leash':
      return { kind: 'goes-on' };
  }
}

/** @param folder of the thread; undefined when it has just gone: then nothing is known to be inside */
function outsideOf(changes: readonly PatchChange[], folder: string | undefined): string[] {
  const files = changes.flatMap(({ path: file, kind }) => [
    file,
    ...(kind.type === 'update' && kind.move_path ? [kind.move_path] : []),
  ]);
  if (folder === undefined) return files;
  return files.map((file) => path.resolve(folder, file)).filter((file) => !isInside(file, folder));
}
