// A connection that reports what happens on it to the activity, and its tools' definitions to the pins.
import { isDeepStrictEqual } from 'node:util';
import { knownError, windowMessageOf } from '../../errors/error.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Activity, ActivityOf, Failure } from '../activity.ts';
import type { RemoteConfig } from '../config.ts';
import type { Oddity } from '../odd/oddity.ts';
import { hashOfPlace, type ToolPins } from '../pins.ts';
import type { Connection, Opening, RemoteTool } from './connection.ts';

const MAX_ODDITIES = 100;
const MAX_LOGGED = 50;

export interface Watch {
  readonly logger: Logger;
  readonly activity: Activity;
  readonly pins: ToolPins;
}

/** @throws what `open` throws */
export async function openWatched(
  watch: Watch,
  config: RemoteConfig,
  open: (onOddities: NonNullable<Opening['onOddities']>) => Promise<Connection>,
): Promise<Connection> {
  const { activity, pins } = watch;
  const { name } = config;
  activity.opens(name, hashOfPlace(config));
  try {
    const connection = await open((method, oddities, isWhole) =>
      noteOddities(watch, name, { method, oddities, isWhole }),
    );
    const { about } = connection;
    pins.met(config);
    activity.change(name, ({ opening, open: count }) => ({
      opening: opening - 1,
      open: count + 1,
      failure: undefined,
      about,
    }));
    void connection.ended.then((reason) =>
      activity.change(name, ({ open: count }) => ({ open: count - 1, ...(reason && failed(reason)) })),
    );
    return watched(watch, connection);
  } catch (error) {
    activity.change(name, ({ opening }) => ({ opening: opening - 1, ...failed(error) }));
    throw error;
  }
}

/** Logged only if it is new, because every session fetches the lists. */
export function noteOddities(
  { activity, logger }: Pick<Watch, 'activity' | 'logger'>,
  remote: string,
  found: { method: string; oddities: readonly Oddity[]; isWhole: boolean },
): void {
  const { method, oddities, isWhole } = found;
  const known = activity.of(remote).oddities ?? {};
  const before = known[method] ?? [];
  const added = isWhole
    ? oddities
    : oddities.filter((one) => !before.some((old) => isDeepStrictEqual(old, one)));
  const now = isWhole ? oddities : [...before, ...added].slice(0, MAX_ODDITIES);
  if (isDeepStrictEqual(now, before)) return;
  activity.change(remote, () => ({ oddities: { ...known, [method]: now } }));
  if (added.length === 0) return;
  const leftOut = added.filter(({ kind }) => kind === 'left-out');
  const fixed = added.filter(({ kind }) => kind === 'fixed');
  logger.warn('remote-definitions-odd', {
    remote,
    method,
    leftOut: leftOut.slice(0, MAX_LOGGED).map(inWords),
    fixed: fixed.slice(0, MAX_LOGGED).map(inWords),
  });
}

const inWords = ({ what, why }: Oddity): string => `${what} (${why})`;

function watched(watch: Watch, connection: Connection): Connection {
  const { activity, pins } = watch;
  const { config, about, ended, notify, retire, close } = connection;
  const { name } = config;
  let seen: readonly RemoteTool[] | undefined;

  function askForCall(...asked: Parameters<Connection['request']>): Promise<unknown> {
    const failed = beginCall(activity, name);
    return connection.request(...asked).catch((error) => {
      failed(windowMessageOf(error));
      throw error;
    });
  }

  async function askForList(...asked: Parameters<Connection['request']>): Promise<unknown> {
    const answer = await connection.request(...asked);
    const { tools } = (answer ?? {}) as { tools?: unknown };
    if (Array.isArray(tools)) pins.look(config, tools);
    return answer;
  }

  // As in sharing.ts, not by `...`.
  return {
    config,
    about,
    ended,
    notify,
    retire,
    close,
    get hasEnded() {
      return connection.hasEnded;
    },
    request(call, caller) {
      if (call.method === 'tools/call') return askForCall(call, caller);
      if (call.method === 'tools/list') return askForList(call, caller);
      return connection.request(call, caller);
    },
    async tools() {
      const tools = await connection.tools();
      if (tools !== seen) {
        seen = tools;
        const tooMuch = pins.look(config, tools, true);
        noteOddities(watch, name, { method: 'pins', oddities: tooMuch, isWhole: true });
        activity.change(name, () => ({ tools: tools.map((tool) => tool.name) }));
      }
      return tools;
    },
  };
}

/** Counts a tool call. @returns a function to call if it fails */
export function beginCall(activity: Activity, name: string): (why: string) => void {
  activity.called(name);
  return (text) =>
    activity.change(name, ({ failedCalls }) => ({
      failedCalls: failedCalls + 1,
      lastError: { text, at: Date.now() },
    }));
}

function failed(error: unknown): Pick<ActivityOf, 'failure' | 'lastError'> {
  return { failure: failureOf(error), lastError: { text: windowMessageOf(error), at: Date.now() } };
}

function failureOf(error: unknown): Failure {
  const { code, summary, fixInWindow, details } = knownError(error);
  return { code, summary, fixInWindow, ...(details && { details }) };
}
