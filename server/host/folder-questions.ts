// Asks the person about repositories that have settings for Codex: when a thread first works in one, in parallel to
// its turn. Nothing waits for the answer; it applies to threads that start later.
import { randomUUID } from 'node:crypto';
import { type Approval, digestOf } from '../approvals/approval.ts';
import type { Broker } from '../approvals/broker.ts';
import type { FolderTrust } from '../config/folder-trust.ts';
import { type RepositoryConfig, repositoryConfigs } from '../config/repository-config.ts';
import type { Thread } from '../engine/threads/thread.ts';
import { messageOf } from '../errors/error.ts';
import type { Logger } from '../logging/logger.ts';

export interface FolderQuestions {
  /** A turn begins in this thread. */
  worksIn(thread: Pick<Thread, 'id' | 'principal' | 'options'>): void;
  /** Withdraws the questions that are still waiting. */
  close(): void;
}

export function askFolderTrust(options: {
  broker: Broker;
  trust: FolderTrust;
  codexHome: string;
  logger: Logger;
}): FolderQuestions {
  const { broker, trust, codexHome, logger } = options;
  const closing = new AbortController();
  /** Questions that are waiting or could not be asked; neither is asked twice. */
  const asked = new Set<string>();

  async function ask(config: RepositoryConfig, thread: Parameters<FolderQuestions['worksIn']>[0]) {
    const approval = approvalOf(config, thread);
    const decision = await broker.decide({ current: () => approval, askers: [], signal: closing.signal });
    if (decision.unanswered === undefined) trust.decide(config, decision.verdict === 'approve');
    if (decision.unanswered !== 'unreachable') asked.delete(config.digest);
  }

  return {
    worksIn(thread) {
      const configs = repositoryConfigs(thread.options.cwd, codexHome);
      for (const config of configs) {
        if (asked.has(config.digest) || trust.of(config) !== undefined) continue;
        asked.add(config.digest);
        void ask(config, thread).catch((error) =>
          logger.error('folder-not-decided', { thread: thread.id, message: messageOf(error) }),
        );
      }
    },
    close: () => closing.abort(),
  };
}

function approvalOf(
  { folder, files }: RepositoryConfig,
  { id, principal }: Pick<Thread, 'id' | 'principal'>,
): Approval {
  const subject = { kind: 'folder', folder, files } as const;
  return {
    id: randomUUID(),
    principal,
    threadId: id,
    turnId: '',
    itemId: '',
    subject,
    digest: digestOf(subject),
  };
}
