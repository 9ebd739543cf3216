/**
 * The tests' model: a fake Responses API that does what a script in the prompt says. It works out
 * its answer from the request alone, so any number of threads, forks and retries share one server:
 * step k answers the request that carries k tool outputs since the last user message.
 */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import {
  lastTurn,
  type ModelRequest,
  sendError,
  startResponsesServer,
} from '../../server/demo/responses-server.ts';
import {
  customToolCall,
  functionCall,
  message,
  type OutputItem,
  pause,
  type ResponseEvent,
  reasoning,
  responseEvents,
  writeEvents,
} from '../../server/demo/responses-stream.ts';

export interface FakeModel {
  /** For `base_url` in config.toml. */
  baseUrl: string;
  port: number;
  /** Every request so far, oldest first. */
  requests: RecordedRequest[];
  /** How many answers are being given: requests whose connection is open and whose answer has not ended. */
  openAnswers(): number;
  close(): Promise<void>;
}

export interface RecordedRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  /** Parsed; undefined when it is no JSON. */
  body: unknown;
}

/**
 * One answer of the model. `delayMs` rests after each word, `firstMs` before anything is sent.
 * After `parallel` with n calls, the step that is n further on comes next.
 */
export type Step = (Saying | Trouble | { parallel: Saying[] }) & { delayMs?: number; firstMs?: number };

type Saying =
  /** `$LAST_OUTPUT` becomes what the model was told last: the newest tool output. */
  | { text: string }
  | { reasoning: string; then: Saying }
  | { exec: { cmd: string; escalate?: boolean; justification?: string; yieldMs?: number } }
  /** See `addFile` and `updateFile`. */
  | { patch: string }
  | { mcp: { server: string; tool: string; args?: unknown } }
  | { call: { name: string; args: unknown; namespace?: string } }
  | { custom: { name: string; input: string } };

/** With `times`, only the first so many requests for this step meet the trouble; later ones get `then`. */
type Trouble = (
  | { error: { status: number; message?: string } }
  /** A stream that ends with `response.failed`. */
  | { failed: { code: string; message: string } }
  /** A stream whose connection is cut after so many words of `text` (1 if not given). */
  | { cut: { text: string; after?: number } }
  /** A stream that starts and then stays silent until the engine goes away. */
  | { hang: true }
) & { times?: number; then?: Saying };

/** A prompt that makes the model take these steps. A plain text may come first. */
export function script(...parts: Step[] | [string, ...Step[]]): string {
  const lead = parts.filter((part) => typeof part === 'string').join('');
  const steps = parts.filter((part) => typeof part !== 'string');
  return `${lead} @@${JSON.stringify({ steps })}@@`.trimStart();
}

export async function startFakeModel(): Promise<FakeModel> {
  const requests: RecordedRequest[] = [];
  const tries = new Map<string, number>();
  const open = new Set<ServerResponse>();
  const server = await startResponsesServer({
    onRequest: ({ body, ...rest }) => requests.push({ ...rest, body: parsedBody(body) }),
    respond(request, response) {
      open.add(response);
      response.once('close', () => open.delete(response));
      return respond(request, response, tries);
    },
  });
  return { ...server, requests, openAnswers: () => open.size };
}

/** A patch that adds one file. */
export function addFile(path: string, content: string): string {
  return patch(`*** Add File: ${path}`, prefixed('+', content));
}

/** A patch that replaces whole lines of a file; `before` must be in it word for word. */
export function updateFile(path: string, before: string, after: string): string {
  return patch(`*** Update File: ${path}`, '@@', prefixed('-', before), prefixed('+', after));
}

/** A config.toml that points at the model. `top` goes before the first table, `extra` to the end. */
export function configToml(options: {
  baseUrl: string;
  model?: string;
  top?: string;
  extra?: string;
  retries?: { request?: number; stream?: number; idleMs?: number };
}): string {
  const { baseUrl, model = 'gpt-5.5', top = '', extra = '' } = options;
  const { request = 0, stream = 0, idleMs = 60_000 } = options.retries ?? {};
  return `model = "${model}"
model_provider = "fake"
check_for_update_on_startup = false
${top}

[model_providers.fake]
name = "Fake Responses"
base_url = "${baseUrl}"
wire_api = "responses"
requires_openai_auth = false
supports_websockets = false
request_max_retries = ${request}
stream_max_retries = ${stream}
stream_idle_timeout_ms = ${idleMs}

[analytics]
enabled = false

[features]
apps = false
plugins = false

${extra}
`;
}

/** `tries` counts the requests for each step, since the engine repeats one that failed. */
async function respond(
  request: ModelRequest,
  response: ServerResponse,
  tries: Map<string, number>,
): Promise<void> {
  const { index, prompt, outputs } = lastTurn(request);
  const scripted = stepsOf(prompt)[outputs.length] ?? { text: 'done' };
  const key = JSON.stringify([request['prompt_cache_key'], index, prompt, outputs.length]);
  const tried = (tries.get(key) ?? 0) + 1;
  tries.set(key, tried);

  const { delayMs = 0, firstMs = 0 } = scripted;
  const write = (events: Iterable<ResponseEvent>) => writeEvents(response, events, { wordMs: delayMs });
  if (firstMs > 0) await pause(response, firstMs);
  if (response.destroyed) return;

  const step = stepOfTry(scripted, tried);
  if ('error' in step) {
    const { status, message = `The fake model answers ${status}.` } = step.error;
    sendError(response, status, { message, code: errorCodes.get(status) ?? 'server_error' });
  } else if ('hang' in step) {
    await write(untilWord(responseEvents(request, []), 0));
  } else if ('failed' in step) {
    await write([...untilWord(responseEvents(request, []), 0), failure(step.failed)]);
    response.end();
  } else if ('cut' in step) {
    await write(untilWord(responseEvents(request, [message(step.cut.text)]), step.cut.after ?? 1));
    await pause(response, 20);
    response.destroy();
  } else {
    const sayings = 'parallel' in step ? step.parallel : [step];
    const items = sayings.flatMap((saying) => itemsOf(saying, outputs.at(-1) ?? ''));
    await write(responseEvents(request, items));
    response.end();
  }
}

const errorCodes = new Map([
  [401, 'invalid_api_key'],
  [429, 'rate_limit_exceeded'],
]);

/** What the step is for this try: trouble that has lasted its times gives way to what comes then. */
function stepOfTry(step: Step, tried: number): Step {
  const isOver = 'times' in step && step.times !== undefined && tried > step.times;
  return isOver ? (step.then ?? { text: 'done' }) : step;
}

function stepsOf(prompt: string): Step[] {
  const marked = /@@(\{.*\})@@/s.exec(prompt)?.[1];
  if (marked === undefined) return [{ text: 'Hello from the fake model.' }];
  return (JSON.parse(marked) as { steps: Step[] }).steps;
}

function itemsOf(saying: Saying, lastOutput: string): OutputItem[] {
  if ('text' in saying) return [message(saying.text.replaceAll('$LAST_OUTPUT', () => lastOutput))];
  if ('reasoning' in saying) return [reasoning(saying.reasoning), ...itemsOf(saying.then, lastOutput)];
  if ('exec' in saying) return [functionCall({ name: 'exec_command', args: execArguments(saying.exec) })];
  if ('patch' in saying) return [customToolCall('apply_patch', saying.patch)];
  if ('mcp' in saying) {
    const { server, tool, args = {} } = saying.mcp;
    return [functionCall({ name: tool, args, namespace: `mcp__${server}` })];
  }
  if ('call' in saying) return [functionCall(saying.call)];
  return [customToolCall(saying.custom.name, saying.custom.input)];
}

function execArguments(exec: Extract<Saying, { exec: unknown }>['exec']): Record<string, unknown> {
  const { cmd, escalate = false, yieldMs = 5000 } = exec;
  const { justification = 'The fake model asks to run this outside the sandbox.' } = exec;
  return {
    cmd,
    yield_time_ms: yieldMs,
    ...(escalate && { sandbox_permissions: 'require_escalated', justification }),
  };
}

/** The events of an answer up to so many words of it, without its end. */
function* untilWord(events: Iterable<ResponseEvent>, count: number): Generator<ResponseEvent, void> {
  let words = 0;
  for (const event of events) {
    if (event.type === 'response.completed') return;
    if (event.type.endsWith('.delta') && words++ === count) return;
    yield event;
  }
}

function failure(error: { code: string; message: string }): ResponseEvent {
  return {
    type: 'response.failed',
    response: { id: 'resp_failed', object: 'response', status: 'failed', error },
  };
}

function patch(...lines: string[]): string {
  return ['*** Begin Patch', ...lines, '*** End Patch'].join('\n');
}

function prefixed(sign: '+' | '-', text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.map((line) => sign + line).join('\n');
}

function parsedBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
