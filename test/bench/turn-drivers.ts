// Runs plain turns, through Patchbay with its tools or directly on the engine with its own methods.
import { engineThreadParams } from '../../server/engine/threads/options.ts';
import type { TestHome } from '../support/home.ts';
import { startEngine, startPatchbay, timed } from './contestants.ts';

/** Every turn is waited for and gives how long it took, ms. */
export interface Driver {
  readonly pid: number;
  /** A turn on a thread that has had turns already. */
  laterTurn(): Promise<number>;
  /** A new thread and its first turn. */
  firstTurn(): Promise<number>;
  end(): Promise<void>;
}

const PROMPT = 'Say hello.';

export async function drivePatchbay(home: TestHome): Promise<Driver> {
  const child = await startPatchbay(home);
  child.notify('notifications/initialized');
  let calls = 0;

  async function call(name: string, args: object): Promise<string> {
    calls += 1;
    const params = { name, arguments: { prompt: PROMPT, ...args }, _meta: { progressToken: calls } };
    const result = (await child.request('tools/call', params)) as CallResult;
    if (result.isError || !result.structuredContent) throw new Error(JSON.stringify(result));
    return result.structuredContent.threadId;
  }

  return driverOf(child, {
    start: () => call('codex', { cwd: home.folder }),
    goOn: (threadId) => call('codex-reply', { threadId }),
  });
}

interface CallResult {
  readonly isError?: boolean;
  readonly structuredContent?: { readonly threadId: string };
}

/**
 * Sends what Patchbay sends for a thread when neither the call nor config.toml says anything about permissions.
 * @param deniedFolders Patchbay denies its own
 */
export async function driveEngine(home: TestHome, deniedFolders = [home.patchbayHome]): Promise<Driver> {
  const child = await startEngine(home);
  child.notify('initialized');
  const threadParams = engineThreadParams(
    {
      cwd: home.folder,
      sandbox: 'read-only',
      approvalPolicy: 'on-request',
      networkAccess: false,
      writableRoots: [],
      config: {},
    },
    {
      featuresOff: [],
      isHeld: false,
      deniedFolders,
      mcpServers: {},
      modelProviders: {},
      protectedFolders: [],
      trustedFolders: [],
      closesTemp: { slashTmp: false, tmpdir: false },
      profile: {},
    },
  );

  async function runTurn(threadId: string): Promise<void> {
    const completed = child.next('turn/completed');
    const input = [{ type: 'text', text: PROMPT, text_elements: [] }];
    await child.request('turn/start', { threadId, input });
    const { turn } = (await completed) as { turn: { status: string } };
    if (turn.status !== 'completed') throw new Error(JSON.stringify(turn));
  }

  return driverOf(child, {
    async start() {
      const { thread } = (await child.request('thread/start', threadParams)) as { thread: { id: string } };
      await runTurn(thread.id);
      return thread.id;
    },
    goOn: runTurn,
  });
}

async function driverOf(
  child: { readonly pid: number; end(): Promise<void> },
  turns: { start(): Promise<string>; goOn(threadId: string): Promise<unknown> },
): Promise<Driver> {
  const threadId = await turns.start();
  return {
    pid: child.pid,
    laterTurn: async () => (await timed(() => turns.goOn(threadId))).ms,
    firstTurn: async () => (await timed(() => turns.start())).ms,
    end: () => child.end(),
  };
}
