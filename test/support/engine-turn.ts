// One turn of the real engine against the fake model, kept word for word: what the engine notifies and asks, in order.
import { bundledEngine } from '../../server/engine/process/binary.ts';
import type { ThreadStartResponse } from '../../server/engine/protocol/v2/ThreadStartResponse.ts';
import type { TestHome } from './home.ts';
import { type Json, startPeer } from './json-lines-peer.ts';

export interface EngineMessage {
  readonly method: string;
  readonly params: Json;
  /** Only questions have one. */
  readonly id?: number | string;
}

export interface RecordedTurn {
  readonly started: ThreadStartResponse;
  /** Notifications and questions from the start of the thread to the end of the turn, oldest first. */
  readonly messages: readonly EngineMessage[];
}

export interface TurnToRecord {
  readonly prompt: string;
  readonly sandbox?: 'read-only' | 'workspace-write';
  /** Answers a question of the engine. */
  answer?(question: EngineMessage): unknown;
  /** Interrupts the turn at the first message for which it is true. */
  interruptAt?(message: EngineMessage): boolean;
}

export async function recordTurn(home: TestHome, turn: TurnToRecord): Promise<RecordedTurn> {
  const { prompt, sandbox = 'workspace-write', answer, interruptAt } = turn;
  const engine = startPeer({
    command: bundledEngine().file,
    args: ['app-server'],
    cwd: home.folder,
    env: { RUST_LOG: 'error', ...home.env },
    onRequest: (request) => answer?.(request as EngineMessage),
  });
  try {
    await engine.request('initialize', {
      clientInfo: { name: 'test', title: 'Test', version: '1.0.0' },
      capabilities: { experimentalApi: true, requestAttestation: false },
    });
    engine.notify('initialized');
    const config = { projects: { [home.folder]: { trust_level: 'untrusted' } } };
    const options = { cwd: home.folder, sandbox, approvalPolicy: 'on-request', config };
    const started: ThreadStartResponse = await engine.request('thread/start', options);
    const threadId = started.thread.id;
    const input = [{ type: 'text', text: prompt, text_elements: [] }];
    const { turn: running } = await engine.request('turn/start', { threadId, input });
    if (interruptAt) {
      await engine.find((message) => message.method !== undefined && interruptAt(message as EngineMessage));
      await engine.request('turn/interrupt', { threadId, turnId: running.id });
    }
    await engine.find(({ method }) => method === 'turn/completed');
    const messages = engine.messages.filter(({ method }) => method !== undefined) as EngineMessage[];
    return { started, messages };
  } finally {
    await engine.close();
  }
}
