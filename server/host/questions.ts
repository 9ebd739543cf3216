// Everything a person is asked in a host: what the engine asks, folders that want to be trusted, and calls of remotes,
// which come to the same broker. Each decision stands in the audit file and in the record of its thread.
import { openAuditLog } from '../approvals/audit.ts';
import type { AnswerTime } from '../approvals/awake-clock.ts';
import { type Broker, createBroker, type Desk } from '../approvals/broker.ts';
import { standInOf } from '../approvals/stand-in.ts';
import type { FolderTrust } from '../config/folder-trust.ts';
import type { PrincipalsFile } from '../config/principals-file.ts';
import { createLeashes, type Leashes } from '../engine/leash/leashes.ts';
import type { Engine } from '../engine/process/supervisor.ts';
import {
  createEngineQuestions,
  type EngineQuestions,
  type PatchOverlaps,
} from '../engine/questions/engine-questions.ts';
import type { Threads } from '../engine/threads/threads.ts';
import type { TurnPlaces } from '../engine/threads/turn-places.ts';
import { messageOf } from '../errors/error.ts';
import type { Logger } from '../logging/logger.ts';
import type { Redactor } from '../logging/redact.ts';
import type { ProcessGuard } from '../processes/guard.ts';
import type { Remotes } from '../remotes/remotes.ts';
import { marksOfTool } from '../remotes/tool-marks.ts';
import { createApprovalCommand } from './approval-command.ts';
import type { HostCheckpoints } from './checkpoints.ts';
import type { Sessions } from './connected-sessions.ts';
import { askFolderTrust } from './folder-questions.ts';
import type { Host, HostOptions } from './host.ts';
import type { HostReceipts } from './receipts.ts';
import type { HostRules } from './rules.ts';
import type { ThreadRecords } from './thread-records.ts';

export interface HostQuestions {
  readonly broker: Broker;
  readonly ofEngine: EngineQuestions;
  readonly leashes: Leashes;
  readonly describe: Host['describe'];
  /** Withdraws what still waits. */
  close(): void;
}

export function createHostQuestions(
  options: Pick<HostOptions, 'paths' | 'env' | 'policy' | 'desks' | 'observer'> & {
    guard: ProcessGuard;
    principals: Pick<PrincipalsFile, 'of'>;
    engine: Engine;
    threads: Threads;
    sessions: Sessions;
    trust: FolderTrust;
    records: ThreadRecords;
    rules: HostRules;
    remotes: Remotes;
    answerTime: AnswerTime;
    checkpoints: HostCheckpoints;
    overlaps: PatchOverlaps;
    receipts: HostReceipts;
    places: TurnPlaces;
    redactor: Redactor;
    logger: Logger;
  },
): HostQuestions {
  const { paths, policy, desks = [], engine, threads, records, answerTime, redactor, logger } = options;

  const describe: Host['describe'] = ({ principal, threadId }) => ({
    who: options.sessions.nameOf(principal),
    folder: threads.ofMessage(threadId)?.options.cwd ?? '',
  });
  const audit = openAuditLog({ file: paths.auditFile, logger, redactor, describe });
  const leashes = createLeashes({ threads, broker: () => broker, observer: options.observer, logger });
  const askCommand = createApprovalCommand({ ...options, describe });
  const broker: Broker = createBroker({
    policy: {
      ...policy,
      mayStand: options.rules.mayStand,
      standing: options.rules.standing,
      onRulesChanged: options.rules.onChanged,
      deadlineMs: answerTime.deadlineMs,
      marksOf: (tool) => marksOfTool(tool, options.remotes),
      standIn: (approval) =>
        standInOf(options.principals.of(approval.principal).whenNobody, approval, askCommand),
    },
    clock: answerTime.clock,
    desks: [...desks, leashes.desk, placesDesk(options.places)],
    audit: {
      record(approval, decision) {
        audit.record(approval, decision);
        records.decided(approval, decision);
        options.receipts.decided(approval, decision);
      },
    },
    logger,
  });
  const ofFolders = askFolderTrust({ broker, trust: options.trust, codexHome: paths.codexHome, logger });
  threads.observe({ prompted: ofFolders.worksIn });
  threads.observe(leashes.observer);
  const ofEngine = createEngineQuestions({
    threads,
    engine,
    broker,
    overlaps: options.overlaps,
    ready: options.checkpoints.ready,
    waited: options.checkpoints.waited,
    async accept(thread, changes) {
      try {
        await options.checkpoints.accept(thread, changes);
        leashes.accepted(thread.id, changes);
        options.receipts.accepted(thread.id, changes, thread.options.cwd);
      } catch (error) {
        logger.warn('accepted-patch-not-written', { thread: thread.id, message: messageOf(error) });
        options.observer?.acceptFailed(thread, error);
        throw error;
      }
    },
    logger,
  });

  return {
    broker,
    ofEngine,
    leashes,
    describe,
    close() {
      ofEngine.withdrawAll();
      ofFolders.close();
    },
  };
}

/** A turn that waits for a person needs no place meanwhile. A folder's question holds up no turn. */
function placesDesk(places: TurnPlaces): Desk {
  return {
    asked({ threadId, id, subject }) {
      if (subject.kind !== 'folder') places.asked(threadId, id);
    },
    decided: ({ threadId, id }) => places.answered(threadId, id),
    askerFor: () => undefined,
  };
}
