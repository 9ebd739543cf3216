// What the tools of clients work with, those of Codex and those of remotes, and the calls that go on between two requests
// of a client.
import type { AnswerTime } from '../approvals/awake-clock.ts';
import type { Broker } from '../approvals/broker.ts';
import type { ClientLimits } from '../config/client-limits.ts';
import type { Principal } from '../config/principals.ts';
import type { PrincipalsFile } from '../config/principals-file.ts';
import type { Engine } from '../engine/process/supervisor.ts';
import type { Threads } from '../engine/threads/threads.ts';
import { clientPaused } from '../errors/clients.ts';
import type { CodexServices, ThreadPlaces } from '../mcp/codex/call.ts';
import { createOfferedTools } from '../mcp/codex/offered-tools.ts';
import type { RemoteServices } from '../mcp/remote/forwarder.ts';
import { createHeldCalls } from '../mcp/rounds/held-calls.ts';
import { createRoundCodec } from '../mcp/rounds/rounds.ts';
import { createRunningCalls } from '../mcp/rounds/running-calls.ts';
import type { Remotes } from '../remotes/remotes.ts';
import { startedServers } from '../thread-setup/config-in-force.ts';
import type { HostOptions } from './host.ts';
import type { ThreadRecords } from './thread-records.ts';

export interface ToolServices {
  readonly codex: CodexServices;
  readonly remote: RemoteServices;
  /** Ends the calls of principals for which this is false. */
  keepOnly(isStillKnown: (principalId: string) => boolean): void;
}

export function createToolServices(
  options: Pick<HostOptions, 'paths' | 'policy' | 'observer' | 'allowedFolders' | 'ownAddresses'> & {
    principals: Pick<PrincipalsFile, 'of'>;
    engine: Engine;
    threads: Threads;
    remotes: Remotes;
    limits: ClientLimits;
    broker: Broker;
    records: Pick<ThreadRecords, 'called'>;
    answerTime: AnswerTime;
    copies: ThreadPlaces;
  },
): ToolServices {
  const { paths, policy, observer, engine, threads, remotes, limits, broker, records, answerTime } = options;
  const { codexHome, patchbayHome } = paths;
  const codec = createRoundCodec(answerTime);
  const runningCalls = createRunningCalls((threadId, left) => observer?.listenersLeft(threadId, left));
  const heldCalls = createHeldCalls(answerTime);
  function requireActive({ id, name }: Principal): void {
    if (options.principals.of(id).isPaused) throw clientPaused(name);
  }
  return {
    codex: {
      requireActive,
      copies: options.copies,
      codexHome,
      patchbayHome,
      allowedFolders: options.allowedFolders ?? [],
      policyOf(principal) {
        const ceiling = limits.ceilingOf(principal.id) ?? principal.ceiling;
        const decided = policy?.of(principal) ?? { ceiling, mode: 'as-the-call-says' };
        return { ...decided, limits: limits.of(principal.id) };
      },
      toolsWithin: createOfferedTools(),
      leashOf: (principalId) => options.principals.of(principalId).leash ?? {},
      engine,
      threads,
      startedServers: () => startedServers(codexHome, options.ownAddresses()),
      onCall: observer && ((call) => observer.callCame(call)),
      runningCalls,
      codec,
      answerTime,
    },
    remote: { remotes, limits, broker, requireActive, heldCalls, codec, onCalled: records.called },
    keepOnly(isStillKnown) {
      runningCalls.keepOnly(isStillKnown);
      heldCalls.keepOnly(isStillKnown);
    },
  };
}
