// Tool definitions as they were first seen. If a remote changes one later, after a person has come to trust it, that
// is noticed, and the person decides whether to accept it. Kept in one file in PATCHBAY_HOME.
import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { createListeners } from '../base/listeners.ts';
import { appUriOf } from '../contract/apps.ts';
import type { Logger } from '../logging/logger.ts';
import type { RemoteConfig } from './config.ts';
import type { Oddity } from './odd/oddity.ts';
import {
  LONGEST_KEPT,
  listedTools,
  roomBeside,
  type ToolVersion,
  versionsOf,
  withoutOldTexts,
  withReview,
  withVersion,
} from './pin-history.ts';
import { type PinnedRemote, type PinnedTool, readPins, updatePins } from './pins-file.ts';

export interface ToolChange {
  readonly tool: string;
  /** As JSON; empty if it was too long to keep. */
  readonly before: string;
  readonly after: string;
  /** The hash of the current definition. */
  readonly hash: string;
}

export interface CurrentTool {
  readonly hash: string;
  /** The parts that a model sees, as JSON. */
  readonly definition: string;
}

export interface ToolPins {
  /** The remote was connected, so it counts as known from now on. */
  met(config: RemoteConfig): void;
  /** Whether the same program with the same arguments, or the same address, was ever connected. */
  isKnown(config: RemoteConfig): boolean;
  /**
   * @param tools all or some of the tools, as the remote listed them
   * @param isWhole whether these are all that config.toml lets through
   * @returns what is too much to be watched or kept
   */
  look(config: RemoteConfig, tools: readonly unknown[], isWhole?: boolean): readonly Oddity[];
  /** The tools as this program or address listed them last, in this run or before. */
  listedBy(config: RemoteConfig): ReadonlyMap<string, CurrentTool>;
  /** Whether a tool on its last complete list, in this run or before, had the app at this address. */
  hasListedApp(config: RemoteConfig, uri: string): boolean;
  /** How the definition of a tool was at which time, the oldest first; empty for an unknown tool. */
  historyOf(name: string, tool: string): readonly ToolVersion[];
  changesOf(name: string): readonly ToolChange[];
  /** Whether the person has reviewed the definition of this hash last. */
  isReviewed(name: string, tool: string, hash: string): boolean;
  /** The tools as they were last listed in this run, by name; also those that are no longer offered. */
  currentOf(name: string): ReadonlyMap<string, CurrentTool>;
  /**
   * The person has looked at the definition, whether it has changed or not.
   * @param hash the hash of what they saw; a later definition stays marked
   */
  accept(name: string, tool: string, hash: string): void;
  /** @returns a function that ends this */
  onChanged(listener: () => void): () => void;
}

/** The parts of a definition that a model sees or relies on. */
const DEFINING_FIELDS = ['name', 'title', 'description', 'inputSchema', 'outputSchema', 'annotations'];
type Fields = Readonly<Record<string, unknown>>;

const MAX_TOOLS = 1000;

export function openToolPins({ file, logger }: { file: string; logger: Logger }): ToolPins {
  const listeners = createListeners();
  /** Remote → tool → its change. */
  const changes = new Map<string, Map<string, ToolChange>>();
  const current = new Map<string, { readonly where: string; readonly tools: Map<string, CurrentTool> }>();
  let remotes = readPins(file, logger);

  /** Another Patchbay may have written in the meantime; its additions are kept. */
  function save(
    name: string,
    where: string,
    change: (tools: PinnedRemote['tools']) => PinnedRemote['tools'],
    listed?: Pick<PinnedRemote, 'listed' | 'apps'>,
  ): void {
    remotes = updatePins(file, {
      name,
      change: (stored) => {
        const { tools = {}, ...before } = stored?.where === where ? stored : {};
        return { ...before, ...listed, where, tools: withoutOldTexts(change(tools)) };
      },
      known: remotes,
      logger,
    });
  }

  /** Kept also before anybody has reviewed it: what changed can be told only then. */
  function versionOf(pinned: PinnedTool, definition: string): PinnedTool | undefined {
    const kept = definition.length <= LONGEST_KEPT ? definition : '';
    return withVersion(pinned, { hash: hashOf(definition), definition: kept, at: Date.now() });
  }

  function reviewedOf(name: string, tool: string): string | undefined {
    const pinned = remotes.get(name);
    return pinned && pinnedTool(pinned, tool)?.reviewed;
  }

  /** Data about another program or address of the same name does not apply to this one. */
  function pinnedOf(config: RemoteConfig): PinnedRemote {
    const where = hashOfPlace(config);
    const pinned = remotes.get(config.name);
    if (pinned?.where === where) return pinned;
    changes.delete(config.name);
    return { where, tools: {} };
  }

  function compare(config: RemoteConfig, pinned: PinnedRemote, tool: string, definition: string): boolean {
    const hash = hashOf(definition);
    const first = pinnedTool(pinned, tool);
    const changed = changes.get(config.name) ?? new Map<string, ToolChange>();
    if (!first || first.hash === hash) return changed.delete(tool);
    if (changed.get(tool)?.hash === hash) return false;
    changed.set(tool, { tool, before: first.definition, after: definition.slice(0, LONGEST_KEPT), hash });
    changes.set(config.name, changed);
    logger.warn('remote-tool-changed', { remote: config.name, tool });
    return true;
  }

  return {
    met(config) {
      const { where } = pinnedOf(config);
      if (remotes.get(config.name)?.where !== where) save(config.name, where, (tools) => tools);
    },
    isKnown: (config) => remotes.get(config.name)?.where === hashOfPlace(config),

    look(config, tools, isWhole = false) {
      const pinned = pinnedOf(config);
      const known = current.get(config.name);
      const listed = known?.where === pinned.where ? known.tools : new Map<string, CurrentTool>();
      current.set(config.name, { where: pinned.where, tools: listed });
      const added: PinnedRemote['tools'] = Object.create(null);
      const changed: PinnedRemote['tools'] = Object.create(null);
      let isChanged = false;
      let unkept = 0;
      const keep = roomBeside(pinned.tools);
      const definitions = definitionsOf(tools);
      for (const [tool, definition] of definitions) {
        listed.set(tool, { hash: hashOf(definition), definition });
        isChanged = compare(config, pinned, tool, definition) || isChanged;
        const first = pinnedTool(pinned, tool);
        if (first) {
          if (first.definition === '') unkept += 1;
          const later = versionOf(first, definition);
          if (later) changed[tool] = later;
          continue;
        }
        const kept = keep(definition);
        if (kept === '') unkept += 1;
        added[tool] = { hash: hashOf(definition), definition: kept, seenAt: Date.now() };
      }
      const whole = isWhole ? { listed: [...definitions.keys()], apps: appsOf(tools) } : undefined;
      const { listed: namesBefore, apps: appsBefore = [] } = pinned;
      const isListedAnew = whole && !isDeepStrictEqual(whole, { listed: namesBefore, apps: appsBefore });
      if (isListedAnew || Object.keys({ ...added, ...changed }).length > 0) {
        save(
          config.name,
          pinned.where,
          (tools) =>
            Object.fromEntries(
              Object.entries({ ...tools, ...added, ...tools, ...changed }).slice(0, MAX_TOOLS),
            ),
          whole,
        );
      }
      if (isChanged) listeners.tell();
      return tooMuch(tools.length, unkept);
    },

    hasListedApp: (config, uri) => pinnedOf(config).apps?.includes(hashOf(uri)) ?? false,

    listedBy: (config) => listedTools(pinnedOf(config)),

    historyOf(name, tool) {
      const pinned = remotes.get(name)?.tools;
      return pinned && Object.hasOwn(pinned, tool) ? versionsOf(pinned[tool] as PinnedTool) : [];
    },

    currentOf: (name) => current.get(name)?.tools ?? new Map(),

    changesOf: (name) => [...(changes.get(name)?.values() ?? [])],

    isReviewed: (name, tool, hash) => reviewedOf(name, tool) === hash,

    accept(name, tool, hash) {
      const change = changes.get(name)?.get(tool);
      const pinned = remotes.get(name);
      const definition = current.get(name)?.tools.get(tool);
      if (!pinned || definition?.hash !== hash) return;
      changes.get(name)?.delete(tool);
      logger.info('remote-tool-accepted', { remote: name, tool });
      const kept = change?.after ?? pinnedTool(pinned, tool)?.definition ?? '';
      const reviewed = { hash, definition: kept, at: Date.now() };
      save(name, pinned.where, (tools) => ({
        ...tools,
        [tool]: withReview(Object.hasOwn(tools, tool) ? tools[tool] : undefined, reviewed),
      }));
      listeners.tell();
    },

    onChanged: listeners.add,
  };
}

/**
 * A hash of what it starts or reaches, without the environment: a renewed token does not make it a different program.
 */
export function hashOfPlace({ transport }: RemoteConfig): string {
  const where =
    transport.kind === 'http' ? transport.url : [transport.command, transport.args, transport.cwd ?? null];
  return hashOf(JSON.stringify(where));
}

/** Name → definition. If two tools share a name, the first one counts. */
function definitionsOf(tools: readonly unknown[]): Map<string, string> {
  const definitions = new Map<string, string>();
  for (const tool of tools.slice(0, MAX_TOOLS)) {
    const fields = (tool ?? {}) as Record<string, unknown>;
    const { name } = fields;
    if (typeof name !== 'string' || definitions.has(name)) continue;
    const defining = DEFINING_FIELDS.map((field) => [field, sorted(fields[field])]);
    definitions.set(name, JSON.stringify(Object.fromEntries(defining), null, 2));
  }
  return definitions;
}

/** @param unkept definitions of which only a hash is kept */
function tooMuch(tools: number, unkept: number): Oddity[] {
  const unwatched = Math.max(0, tools - MAX_TOOLS);
  const oddities: Oddity[] = [];
  if (unwatched > 0) {
    const what = `${counted(unwatched, 'tool')} after the first ${MAX_TOOLS}`;
    oddities.push({ kind: 'left-out', what, why: 'changes of that many definitions are not watched' });
  }
  if (unkept > 0) {
    const why = 'too long to be kept: it is seen when they change, and not shown what was before';
    oddities.push({ kind: 'left-out', what: counted(unkept, 'tool definition'), why });
  }
  return oddities;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Hashes, because an address can be as long as a remote likes. */
function appsOf(tools: readonly unknown[]): string[] {
  const uris = tools.slice(0, MAX_TOOLS).flatMap((tool) => appUriOf((tool ?? {}) as Fields) ?? []);
  return [...new Set(uris)].map(hashOf);
}

/** The order of an object's keys is irrelevant. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

function hashOf(text: string): string {
  return hash('sha256', text);
}

/** A remote chooses the names of its tools, `constructor` among them. */
function pinnedTool({ tools }: PinnedRemote, tool: string): PinnedTool | undefined {
  return Object.hasOwn(tools, tool) ? tools[tool] : undefined;
}
