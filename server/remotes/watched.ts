// A connection that tells what happens on it: to the activity, and its tools' definitions to the pins.
import { messageOf, PatchbayError } from '../errors.ts';
import type { Activity, ActivityOf, Failure } from './activity.ts';
import type { RemoteConfig } from './config.ts';
import type { Connection, RemoteTool } from './connection.ts';
import { hashOfPlace, type ToolPins } from './pins.ts';

export interface Watch {
  readonly activity: Activity;
  readonly pins: ToolPins;
}

/** @throws what `open` throws */
export async function openWatched(
  watch: Watch,
  config: RemoteConfig,
  open: () => Promise<Connection>,
): Promise<Connection> {
  const { activity, pins } = watch;
  const { name } = config;
  activity.opens(name, hashOfPlace(config));
  try {
    const connection = await open();
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

function watched({ activity, pins }: Watch, connection: Connection): Connection {
  const { config } = connection;
  const { name } = config;
  let seen: readonly RemoteTool[] | undefined;

  async function countCall(call: () => Promise<unknown>): Promise<unknown> {
    const failed = beginCall(activity, name);
    try {
      return await call();
    } catch (error) {
      failed(messageOf(error));
      throw error;
    }
  }

  return {
    ...connection,
    get hasEnded() {
      return connection.hasEnded;
    },
    async request(call, caller) {
      if (call.method === 'tools/call') return await countCall(() => connection.request(call, caller));
      const answer = await connection.request(call, caller);
      const { tools } = (answer ?? {}) as { tools?: unknown };
      if (call.method === 'tools/list' && Array.isArray(tools)) pins.look(config, tools);
      return answer;
    },
    async tools() {
      const tools = await connection.tools();
      if (tools !== seen) {
        seen = tools;
        pins.look(config, tools);
        activity.change(name, () => ({ tools: tools.map((tool) => tool.name) }));
      }
      return tools;
    },
  };
}

/** Counts a call of a tool. @returns what to call when it fails */
export function beginCall(activity: Activity, name: string): (why: string) => void {
  activity.change(name, ({ calls }) => ({ calls: calls + 1, lastUsedAt: Date.now() }));
  return (text) =>
    activity.change(name, ({ failedCalls }) => ({
      failedCalls: failedCalls + 1,
      lastError: { text, at: Date.now() },
    }));
}

function failed(error: unknown): Pick<ActivityOf, 'failure' | 'lastError'> {
  return { failure: failureOf(error), lastError: { text: messageOf(error), at: Date.now() } };
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof PatchbayError)) return { code: 'failed', summary: messageOf(error), fix: '' };
  const { code, summary, fix, details } = error;
  return { code, summary, fix, ...(details && { details }) };
}
