// Counts what one turn spends, sub-agents included: tokens and files as the engine reports them, commands as they are
// let pass. Where no hook announces them, commands are counted when they start.
import type { PatchChange } from '../../approvals/approval.ts';
import { type Amounts, type CapName, type Caps, MORE_PERCENT } from '../../contract/leash.ts';
import type { EngineNotification } from '../process/rpc.ts';
import type { ThreadItem } from '../protocol/v2/ThreadItem.ts';
import type { ThreadTokenUsage } from '../protocol/v2/ThreadTokenUsage.ts';
import type { Step } from './step.ts';

export interface Usage {
  readonly tokens: number;
  readonly commands: number;
  readonly files: number;
  /** @returns whether anything was counted */
  receive(event: EngineNotification): boolean;
  /** The step was announced and may be done. */
  take(step: Step): void;
  /** A part of a patch was accepted and written by us. */
  accepted(changes: readonly PatchChange[]): void;
  /** How many files there are after this step. */
  filesAfter(step: Step): number;
}

/** The fields read here; which ones are present depends on the method. */
interface EventParams {
  readonly threadId?: string;
  readonly item?: ThreadItem;
  readonly tokenUsage?: ThreadTokenUsage;
}

export function createUsage(): Usage {
  const commands = new Set<string>();
  /** By the call that changes them. */
  const files = new Map<string, readonly string[]>();
  const tokens = new Map<string, { readonly before: number; readonly now: number }>();
  let isAnnounced = false;
  let hasStarted = false;

  const distinctFiles = (more: readonly string[] = []) =>
    new Set([...[...files.values()].flat(), ...more]).size;

  function receiveItem(item: ThreadItem, isOver: boolean): boolean {
    if (item.type === 'commandExecution') {
      if (isOver && item.status === 'declined') return commands.delete(item.id);
      // What is written to a running program is no command of its own.
      const isInput = item.source === 'unifiedExecInteraction';
      if (isAnnounced || isInput || commands.has(item.id)) return false;
      commands.add(item.id);
      return true;
    }
    if (item.type !== 'fileChange' || !isOver) return false;
    if (item.status !== 'completed') return files.delete(item.id);
    files.set(item.id, pathsOf(item.changes));
    return true;
  }

  return {
    get tokens() {
      return [...tokens.values()].reduce((sum, { before, now }) => sum + now - before, 0);
    },
    get commands() {
      return commands.size;
    },
    get files() {
      return distinctFiles();
    },

    receive({ method, params }) {
      const { threadId = '', item, tokenUsage } = params as EventParams;
      if (method === 'turn/started') hasStarted = true;
      if (method === 'item/started' || method === 'item/completed') {
        return item !== undefined && receiveItem(item, method === 'item/completed');
      }
      // A thread that has just been loaded reports its last turn again.
      if (method !== 'thread/tokenUsage/updated' || !tokenUsage || !hasStarted) return false;
      const { total, last } = tokenUsage;
      const before = tokens.get(threadId)?.before ?? total.totalTokens - last.totalTokens;
      tokens.set(threadId, { before, now: Math.max(total.totalTokens, tokens.get(threadId)?.now ?? 0) });
      return true;
    },

    take(step) {
      isAnnounced = true;
      if (step.isCommand) commands.add(step.id);
      if (step.files.length > 0) files.set(step.id, step.files);
    },

    accepted: (changes) => void files.set(`accepted ${files.size}`, pathsOf(changes)),

    filesAfter: (step) => distinctFiles(step.files),
  };
}

function pathsOf(changes: readonly PatchChange[]): string[] {
  return changes.flatMap(({ path, kind }) =>
    kind.type === 'update' && kind.move_path ? [path, kind.move_path] : [path],
  );
}

/** A cap that stands in the way. */
export interface Reached {
  readonly cap: CapName;
  readonly limit: number;
  /** What the next step needs, at least: a patch changes several files. */
  readonly needs?: number;
}

/**
 * Which cap stands in the way of this step. Commands and files are counted with the step, so that none is exceeded;
 * time and tokens are over when they are used up.
 * @param after the amounts with the step
 */
export function reachedCap(
  amounts: Amounts,
  after: Pick<Amounts, 'commands' | 'files'>,
  caps: Caps,
): Reached | undefined {
  const { minutes, tokens, commands, files } = caps;
  if (minutes !== undefined && amounts.minutes >= minutes) return { cap: 'minutes', limit: minutes };
  if (tokens !== undefined && amounts.tokens >= tokens) return { cap: 'tokens', limit: tokens };
  if (commands !== undefined && after.commands > commands) return { cap: 'commands', limit: commands };
  if (files !== undefined && after.files > files) return { cap: 'files', limit: files, needs: after.files };
  return undefined;
}

/**
 * The cap after a yes: 20 % of the first cap more than was used, and never less than the next step needs.
 * @param first the cap the turn began with
 * @param used an answer of the model can use more tokens than were left
 */
export function raisedCap({ cap, limit, needs = 0 }: Reached, first: number, used: number): number {
  const share = (first * MORE_PERCENT) / 100;
  if (cap === 'minutes') return limit + share;
  return Math.max(Math.max(limit, used) + Math.ceil(share), needs);
}
