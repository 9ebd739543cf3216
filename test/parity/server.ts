// One of the two servers as a case drives it: in a home of its own, with the fake model, on stdio.
import fs from 'node:fs';
import path from 'node:path';
import { type FakeModel, startFakeModel } from '../support/fake-model.ts';
import { makeHome, type TestHome } from '../support/home.ts';
import {
  type Json,
  type McpLinesClient,
  type McpMessage,
  startMcpLines,
} from '../support/mcp-lines-client.ts';
import { processesOf } from '../support/processes.ts';
import { NO_ANSWER, type ParityCase, type ParityGroup } from './case.ts';
import type { Contestant } from './contestants.ts';

export interface ParityServer {
  readonly model: FakeModel;
  readonly home: TestHome;
  /** An empty folder of the case's own, to work in. */
  readonly folder: string;
  /** The client of the group. */
  readonly client: McpLinesClient;
  /** Starts the server once more in the same home, with a client that has said hello. */
  connect(hello?: Hello): Promise<McpLinesClient>;
  /** `{ result }` or `{ error }`, or NO_ANSWER. */
  request(method: string, params?: unknown): Promise<Json>;
  /** Calls `codex` in the folder of the case. */
  codex(args: Record<string, unknown>): Promise<Json>;
  reply(args: Record<string, unknown>): Promise<Json>;
  /** What comes for a promise, or NO_ANSWER when nothing comes for too long. */
  soon<T>(promise: Promise<T>): Promise<T | typeof NO_ANSWER>;
}

interface Hello {
  readonly protocolVersion?: string;
  readonly capabilities?: Readonly<Record<string, unknown>>;
  /** False: it says nothing. */
  readonly isInitialized?: boolean;
}

export interface RunningGroup {
  /** Runs a case and gives what was seen, without what differs from run to run. */
  run(parityCase: ParityCase): Promise<unknown>;
  close(): Promise<void>;
}

/** After this time the old server is taken to hang, where it is known to hang. */
const HANG_MS = 3000;
const ANSWER_MS = 30_000;

export async function startGroup(contestant: Contestant, group: ParityGroup): Promise<RunningGroup> {
  const model = await startFakeModel();
  const home = makeHome();
  home.writeConfig({ baseUrl: model.baseUrl, extra: group.config ?? '' });
  const clients: McpLinesClient[] = [];
  const client = await connect();
  let cases = 0;

  async function connect(hello: Hello = {}): Promise<McpLinesClient> {
    const { command, args, isOld } = contestant;
    const connected = startMcpLines({
      command,
      args: [...args, ...(isOld ? [] : (group.args ?? []))],
      cwd: home.folder,
      env: { RUST_LOG: 'error', ...home.env },
    });
    clients.push(connected);
    if (hello.isInitialized === false) return connected;
    const { protocolVersion = '2025-06-18', capabilities = group.capabilities ?? { elicitation: {} } } =
      hello;
    const clientInfo = { name: 'parity', version: '1.0.0' };
    await connected.request('initialize', { protocolVersion, capabilities, clientInfo });
    connected.notify('notifications/initialized');
    return connected;
  }

  return {
    async run(parityCase) {
      const isHanging = contestant.isOld && JSON.stringify(parityCase.old).includes(NO_ANSWER);
      const limitMs = isHanging ? HANG_MS : ANSWER_MS;
      cases += 1;
      const folder = home.makeFolder(`work/case-${cases}`);
      client.answer = () => undefined;
      const seen = await parityCase.run(serverOf(folder, limitMs));
      return withoutIds(seen, { home, folder });
    },

    async close() {
      await Promise.all(clients.map((one) => one.kill()));
      for (const { pid } of processesOf(home.root)) killIfThere(pid);
      await model.close();
      home.remove();
    },
  };

  function serverOf(folder: string, limitMs: number): ParityServer {
    const soon = <T>(promise: Promise<T>) => withLimit(promise, limitMs);
    const request = async (method: string, params?: unknown) => {
      const answer = await soon(client.request(method, params));
      return answer === NO_ANSWER ? NO_ANSWER : outcomeOf(answer);
    };
    const call = (name: string, args: Record<string, unknown>) =>
      request('tools/call', { name, arguments: args });
    return {
      model,
      home,
      folder,
      client,
      connect,
      soon,
      request,
      codex: (args) => call('codex', { cwd: folder, ...args }),
      reply: (args) => call('codex-reply', args),
    };
  }
}

function outcomeOf({ result, error }: McpMessage): Json {
  return error === undefined ? { result } : { error };
}

async function withLimit<T>(promise: Promise<T>, limitMs: number): Promise<T | typeof NO_ANSWER> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof NO_ANSWER>((resolve) => {
    timer = setTimeout(() => resolve(NO_ANSWER), limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** What differs from run to run becomes a word in angle brackets. */
function withoutIds(seen: unknown, places: { home: TestHome; folder: string }): unknown {
  const words: [RegExp | string, string][] = [
    [places.folder, '<folder>'],
    [fs.realpathSync(places.home.root), '<home>'],
    [/\bcall_[0-9a-f-]{8,}/g, '<call>'],
    [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>'],
    [/127\.0\.0\.1:\d+/g, '<model>'],
    [/\/(usr\/)?bin\/(ba|da|z)?sh\b/g, '<shell>'],
  ];
  const json = JSON.stringify(seen, withoutReceipt) ?? 'null';
  return JSON.parse(words.reduce((rest, [from, to]) => rest.replaceAll(from, to), json));
}

/** What ours adds to every result of a turn, for a replacer of JSON. The old one has no `_meta` in results. */
function withoutReceipt(name: string, value: unknown): unknown {
  const isOurs = (object: unknown) =>
    typeof object === 'object' && object !== null && 'patchbay/receipt' in object;
  return name === 'receipt' || (name === '_meta' && isOurs(value)) ? undefined : value;
}

/** Whether a file of the case's folder is there. */
export function hasFile({ folder }: ParityServer, name: string): boolean {
  return fs.existsSync(path.join(folder, name));
}
