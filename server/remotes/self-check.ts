// What a remote can do beside answering calls. Without a tool, nothing is called: it is asked for a ping, and what it says about itself
// is read. What shows only during a call is tried with one tool, if the person picks one.
import { messageOf } from '../errors/error.ts';
import { type RemoteConfig, startupLimit } from './config.ts';
import { type Caller, silentCaller } from './connection/caller.ts';
import type { Connection } from './connection/connection.ts';
import { sharedView } from './connection/sharing.ts';
import type { Remotes } from './remotes.ts';
import type { Params } from './wire/peer.ts';

export interface SelfCheckLine {
  readonly what: 'ping' | 'list-changes' | 'progress' | 'elicitation' | 'cancellation';
  /** `not-seen`: the call that was tried did not show it. `needs-a-tool`: only a call can show it. */
  readonly outcome: 'works' | 'offered' | 'not-offered' | 'failed' | 'not-seen' | 'needs-a-tool';
  /** A clause; empty if there is nothing to add. */
  readonly detail: string;
}

export interface TriedTool {
  readonly tool: string;
  readonly args: Params;
}

/** A call that runs longer is cancelled, which is tried too. */
const CALL_MS = 2000;
const LONGEST_FAILURE = 300;

/**
 * On a connection of its own.
 * @param options.version of Patchbay
 * @param options.tried called once
 * @throws what openConnection throws
 */
export async function checkRemote(
  remotes: Pick<Remotes, 'tryOut'>,
  config: RemoteConfig,
  { version, tried }: { version: string; tried: TriedTool | undefined },
): Promise<SelfCheckLine[]> {
  const asks = { ...sharedView(version), capabilities: { elicitation: {} } };
  const connection = await remotes.tryOut(config, asks);
  try {
    return await selfCheck(connection, tried);
  } finally {
    await connection.close();
  }
}

/**
 * @param connection told the remote that it can ask (elicitation)
 * @param tried a tool that is called once
 */
async function selfCheck(connection: Connection, tried: TriedTool | undefined): Promise<SelfCheckLine[]> {
  const ping = await pingLine(connection);
  const calls = tried ? await callLines(connection, tried) : untried;
  return [ping, listChangesLine(connection), ...calls];
}

const untried: readonly SelfCheckLine[] = (['progress', 'elicitation', 'cancellation'] as const).map(
  (what) => ({
    what,
    outcome: 'needs-a-tool',
    detail: '',
  }),
);

async function pingLine(connection: Connection): Promise<SelfCheckLine> {
  const startedAt = performance.now();
  try {
    const limit = startupLimit(connection.config);
    await connection.request({ method: 'ping', params: undefined, limit }, silentCaller);
    return { what: 'ping', outcome: 'works', detail: `${Math.round(performance.now() - startedAt)} ms` };
  } catch (error) {
    return { what: 'ping', outcome: 'failed', detail: messageOf(error) };
  }
}

function listChangesLine({ about: { capabilities } }: Connection): SelfCheckLine {
  const announced = ['tools', 'resources', 'prompts'].filter(
    (kind) => (capabilities[kind] as Params | undefined)?.['listChanged'] === true,
  );
  return {
    what: 'list-changes',
    outcome: announced.length > 0 ? 'offered' : 'not-offered',
    detail: announced.join(', '),
  };
}

async function callLines(
  connection: Connection,
  { tool, args }: { tool: string; args: Params },
): Promise<SelfCheckLine[]> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(new Error('cancelled by the check')), CALL_MS);
  let reports = 0;
  const questions: string[] = [];
  const caller: Caller = {
    async ask(method) {
      questions.push(method);
      if (method === 'elicitation/create') return { action: 'cancel' };
      throw new Error(`Nobody can answer ${method} here.`);
    },
    tell: () => undefined,
    progress: () => {
      reports += 1;
    },
  };
  let failure: string | undefined;
  try {
    const params = { name: tool, arguments: args };
    const result = await connection.request({ method: 'tools/call', params, signal: over.signal }, caller);
    failure = failureIn(result);
  } catch (error) {
    if (!over.signal.aborted) failure = messageOf(error);
  } finally {
    clearTimeout(timer);
  }
  const asked = questions.includes('elicitation/create');
  return [
    seen('progress', reports > 0, failure, `${reports} reports`),
    seen('elicitation', asked, failure, 'it asked; the check declined'),
    await cancellationLine(connection, over.signal.aborted),
  ];
}

/** The text of a result that says that the call failed; it may be long. */
function failureIn(result: unknown): string | undefined {
  const { isError, content } = (result ?? {}) as { isError?: unknown; content?: unknown };
  if (isError !== true) return undefined;
  const [first] = Array.isArray(content) ? content : [];
  const { text } = (first ?? {}) as { text?: unknown };
  return typeof text === 'string' ? text.slice(0, LONGEST_FAILURE) : 'the tool reported an error';
}

function seen(
  what: SelfCheckLine['what'],
  isSeen: boolean,
  failure: string | undefined,
  detail: string,
): SelfCheckLine {
  if (isSeen) return { what, outcome: 'works', detail };
  return failure === undefined
    ? { what, outcome: 'not-seen', detail: '' }
    : { what, outcome: 'failed', detail: failure };
}

/** A cancelled request gets no answer: whether the remote goes on to answer others is all that can be seen. */
async function cancellationLine(connection: Connection, isCancelled: boolean): Promise<SelfCheckLine> {
  if (!isCancelled) return { what: 'cancellation', outcome: 'not-seen', detail: 'the call ended by itself' };
  const { outcome, detail } = await pingLine(connection);
  if (outcome !== 'works') return { what: 'cancellation', outcome, detail };
  const stillAnswers =
    'the server still answers after a cancelled call; whether it stopped that call cannot be seen';
  return { what: 'cancellation', outcome: 'not-seen', detail: stillAnswers };
}
