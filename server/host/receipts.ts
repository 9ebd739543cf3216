// Collects what a turn does, and makes its receipt when it has ended.
import path from 'node:path';
import { setImmediate as nextRound } from 'node:timers/promises';
import type { Approval, Decision } from '../approvals/approval.ts';
import type { Paths } from '../config/paths.ts';
import { settingsReader } from '../config/settings-file.ts';
import { describeStoredSubject, withoutShell } from '../contract/describe-subject.ts';
import { describeEdit } from '../contract/edits.ts';
import type { ChangedFile } from '../contract/patch-hunks.ts';
import type { Receipt, ReceiptDecision, ReceiptFile } from '../contract/receipt.ts';
import type { EngineNotification } from '../engine/process/rpc.ts';
import type { ThreadItem } from '../engine/protocol/v2/ThreadItem.ts';
import type { ThreadTokenUsage } from '../engine/protocol/v2/ThreadTokenUsage.ts';
import type { Thread } from '../engine/threads/thread.ts';
import type { Threads } from '../engine/threads/threads.ts';
import { type CommandFacts, receiptOf } from '../receipts/receipt.ts';
import type { HostCheckpoints } from './checkpoints.ts';
import type { HostNeighbours } from './neighbours.ts';
import type { HostOverlaps } from './overlaps.ts';

export interface HostReceipts {
  connect(threads: Threads): void;
  decided(approval: Approval, decision: Decision): void;
  /** A part of a patch was accepted and written. */
  accepted(threadId: string, changes: readonly ChangedFile[], folder: string): void;
  /**
   * Once for each turn, when it has ended. Never rejects.
   * @returns undefined where the person wants none in results
   */
  afterTurn(thread: Thread): Promise<Receipt | undefined>;
}

interface Collected {
  readonly commands: CommandFacts[];
  readonly patches: { readonly atMs: number; readonly files: readonly ReceiptFile[] }[];
  readonly tools: string[];
  readonly decisions: ReceiptDecision[];
  readonly started: Map<string, { readonly item: ThreadItem; readonly atMs: number }>;
  /** Of the thread, before the turn and now. */
  tokensBefore?: ThreadTokenUsage['total'] | undefined;
  tokens?: ThreadTokenUsage['total'];
}

const PATCH_CHANGES = { add: 'created', delete: 'deleted', update: 'changed' } as const;

/** @param options.onReceipt every receipt, also those that are not wanted in results */
export function createHostReceipts(options: {
  paths: Paths;
  checkpoints: HostCheckpoints;
  overlaps: Pick<HostOverlaps, 'ofTurn'>;
  neighbours: Pick<HostNeighbours, 'ofTurn'>;
  onReceipt(thread: Thread, receipt: Receipt): void;
}): HostReceipts {
  const settings = settingsReader(options.paths.settingsFile);
  const running = new Map<string, Collected>();
  /** Of turns that have just ended, which withdraws their questions. */
  const ending = new Map<string, Collected>();
  const lastTokens = new Map<string, ThreadTokenUsage['total']>();

  function of(threadId: string): Collected {
    const known = running.get(threadId);
    if (known) return known;
    const begun = {
      commands: [],
      patches: [],
      tools: [],
      decisions: [],
      started: new Map(),
      tokensBefore: lastTokens.get(threadId),
    };
    running.set(threadId, begun);
    return begun;
  }

  function note({ id, options: { cwd } }: Thread, { method, params }: EngineNotification): void {
    const { item, tokenUsage } = params as { item?: ThreadItem; tokenUsage?: ThreadTokenUsage };
    if (method === 'thread/tokenUsage/updated' && tokenUsage) of(id).tokens = tokenUsage.total;
    if (method === 'item/started' && item) of(id).started.set(item.id, { item, atMs: Date.now() });
    if (method === 'item/completed' && item) add(of(id), item, cwd);
  }

  return {
    connect(threads) {
      threads.observe({ event: note });
    },
    accepted: (threadId, changes, folder) =>
      void of(threadId).patches.push({ atMs: Date.now(), files: filesOf(changes, folder) }),
    decided({ threadId, itemId, subject }, { verdict, means, by, edited, unanswered }) {
      const facts = (unanswered === 'turn-over' ? ending.get(threadId) : undefined) ?? running.get(threadId);
      if (unanswered === 'turn-over' && isAskedBefore(subject)) facts?.started.delete(itemId);
      const who = means === 'nobody' || means === by ? means : `${means} ${by}`;
      const what = edited ? describeEdit(subject, edited) : describeStoredSubject(subject).label;
      facts?.decisions.push({ what, verdict, by: who });
    },
    async afterTurn(thread) {
      const { id } = thread;
      const collected = of(id);
      const { tokens, tokensBefore, ...facts } = collected;
      const endedAtMs = Date.now();
      running.delete(id);
      ending.set(id, collected);
      // Its questions are decided in this round.
      const decided = nextRound();
      if (tokens) lastTokens.set(id, tokens);
      const overlaps = await options.overlaps.ofTurn(thread);
      const changes = await options.checkpoints.afterTurn(thread);
      await decided;
      if (ending.get(id) === collected) ending.delete(id);
      // They were stopped with the turn.
      for (const { item } of facts.started.values()) add(facts, item, thread.options.cwd, endedAtMs);
      const neighbours = options.neighbours.ofTurn(id).map(({ place, isRunning }) => ({ place, isRunning }));
      const told = { ...facts, overlaps, neighbours, ...(tokens && { tokens: spent(tokens, tokensBefore) }) };
      const receipt = receiptOf(told, changes);
      options.onReceipt(thread, receipt);
      return isWanted() ? receipt : undefined;
    },
  };

  function isWanted(): boolean {
    try {
      return settings().receipts !== false;
    } catch {
      return true;
    }
  }
}

function add(collected: Collected, item: ThreadItem, cwd: string, endedAtMs = Date.now()): void {
  const startedAtMs = collected.started.get(item.id)?.atMs ?? endedAtMs;
  collected.started.delete(item.id);
  switch (item.type) {
    case 'commandExecution': {
      // It never ran.
      if (item.status === 'declined') return;
      const { command, exitCode, durationMs } = item;
      const shown = { command: withoutShell(command), cwd: item.cwd, exitCode, durationMs };
      collected.commands.push({ ...shown, startedAtMs, endedAtMs });
      break;
    }
    case 'fileChange': {
      if (item.status !== 'completed') return;
      collected.patches.push({ atMs: endedAtMs, files: filesOf(item.changes, cwd) });
      break;
    }
    case 'mcpToolCall':
      collected.tools.push(`${item.server}/${item.tool}`);
  }
}

/** A command that already runs asks for a host or for input, and has run without them. */
function isAskedBefore(subject: Approval['subject']): boolean {
  if (subject.kind !== 'command') return subject.kind === 'tool';
  return subject.network === undefined && subject.isInput === undefined;
}

function filesOf(changes: readonly ChangedFile[], folder: string): ReceiptFile[] {
  const at = (file: string) => path.relative(folder, path.resolve(folder, file));
  return changes.map(({ path: file, kind }) =>
    kind.type === 'update' && kind.move_path
      ? { path: at(kind.move_path), change: 'renamed', movedFrom: at(file) }
      : { path: at(file), change: PATCH_CHANGES[kind.type] },
  );
}

function spent(
  now: ThreadTokenUsage['total'],
  before: ThreadTokenUsage['total'] | undefined,
): NonNullable<Receipt['tokens']> {
  return {
    input: now.inputTokens - (before?.inputTokens ?? 0),
    output: now.outputTokens - (before?.outputTokens ?? 0),
    total: now.totalTokens - (before?.totalTokens ?? 0),
  };
}
