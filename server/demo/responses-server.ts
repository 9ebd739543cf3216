/**
 * The HTTP side of a fake Responses API: requests arrive on 127.0.0.1, are read and checked here, and go to one
 * function that answers them. It does not know what the model says.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { jsonIn } from '../base/json-in.ts';

const InputItem = z.looseObject({
  type: z.string().optional(),
  role: z.string().optional(),
  content: z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))]).nullish(),
  output: z.unknown().optional(),
});

const ModelRequest = z.looseObject({ model: z.string(), input: z.array(InputItem) });

type InputItem = z.infer<typeof InputItem>;
export type ModelRequest = z.infer<typeof ModelRequest>;

interface HttpRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  /** As text. */
  body: string;
}

export interface ResponsesServer {
  /** The `base_url` for a model provider in config.toml: `http://127.0.0.1:<port>/v1`. */
  baseUrl: string;
  port: number;
  /** Closes open connections, so it never waits for a streaming answer. */
  close(): Promise<void>;
}

interface ResponsesServerOptions {
  respond(request: ModelRequest, response: ServerResponse): Promise<void>;
  /** Sees every request before it is answered. */
  onRequest?(request: HttpRequest): void;
}

export async function startResponsesServer(options: ResponsesServerOptions): Promise<ResponsesServer> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch(() => response.destroy());
  });
  server.on('upgrade', refuseUpgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    port,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

/** The last thing the user said, and what the tools have answered since then. */
export function lastTurn(request: ModelRequest): { index: number; prompt: string; outputs: string[] } {
  const index = request.input.findLastIndex(isPrompt);
  const last = request.input[index];
  const outputs = request.input.slice(index + 1).filter((item) => item.type?.endsWith('_output'));
  return { index, prompt: last ? textOf(last) : '', outputs: outputs.map((item) => asText(item.output)) };
}

/** The error body of the Responses API. The engine shows `message` for most statuses (not for 500). */
export function sendError(
  response: ServerResponse,
  status: number,
  error: { message: string; code: string },
): void {
  sendJson(response, status, { error: { type: error.code, ...error } });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ResponsesServerOptions,
): Promise<void> {
  const { method = '', url = '', headers } = request;
  const body = await text(request);
  options.onRequest?.({ method, url, headers, body });
  const route = `${method} ${new URL(url, 'http://127.0.0.1').pathname}`;
  if (route === 'GET /v1/models') {
    sendJson(response, 200, { object: 'list', data: [], models: [] });
  } else if (route === 'POST /v1/responses') {
    const parsed = ModelRequest.safeParse(jsonIn(body));
    if (parsed.success) await options.respond(parsed.data, response);
    else sendError(response, 400, { message: z.prettifyError(parsed.error), code: 'invalid_request_error' });
  } else {
    sendError(response, 404, { message: `Nothing is served at ${route}.`, code: 'not_found' });
  }
}

/** The engine may try a websocket first; after this status, it continues with HTTP. */
function refuseUpgrade(_request: IncomingMessage, socket: Duplex): void {
  socket.on('error', () => {});
  const refusal = 'HTTP/1.1 426 Upgrade Required\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';
  socket.end(refusal, () => socket.destroy());
}

/** The engine adds its own messages with the user's role: environment, instructions, AGENTS.md. */
function isPrompt(item: InputItem): boolean {
  return item.role === 'user' && textOf(item) !== '';
}

/** Without what Codex and Patchbay put before a prompt: the surroundings, AGENTS.md, notes. */
function textOf({ content }: InputItem): string {
  const parts = typeof content === 'string' ? [content] : (content ?? []).map((part) => part.text ?? '');
  return parts.filter((part) => !/^\s*(<|# AGENTS\.md)/.test(part)).join('');
}

function asText(output: unknown): string {
  return typeof output === 'string' ? output : (JSON.stringify(output) ?? '');
}
