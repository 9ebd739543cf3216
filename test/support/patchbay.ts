// The built product as tests meet it: the `patchbay` command as a child process, on stdio or over HTTP, and a client
// the project did not write (the official MCP SDK 1.x) connected to it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { FetchLike, Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  type CallToolResult,
  type ClientCapabilities,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { TestHome } from './home.ts';
import { eventually } from './processes.ts';

export const patchbayFile = path.resolve(import.meta.dirname, '../../out/patchbay.js');

/** One elicitation a client was sent: its params, with all fields, and a signal that aborts when it is withdrawn. */
export interface Elicitation {
  // biome-ignore lint/suspicious/noExplicitAny: params are looked at freely, unknown fields included
  readonly params: any;
  readonly signal: AbortSignal;
}

export interface ClientOptions {
  /** Answers elicitations; when it is absent the client does not declare the capability. May throw. */
  readonly onElicit?: (elicitation: Elicitation) => unknown;
  readonly roots?: readonly string[];
  readonly name?: string;
  /** What it declares besides. */
  readonly capabilities?: object;
}

export interface TestClient {
  readonly client: Client;
  /** Elicitations so far. */
  readonly elicitations: Elicitation[];
  /** Calls the `codex` tool and gives its result, error results included. */
  codex(args: Record<string, unknown>, options?: CallOptions): Promise<CodexResult>;
  reply(args: Record<string, unknown>, options?: CallOptions): Promise<CodexResult>;
  close(): Promise<void>;
}

interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: { progress: number; message?: string }) => void;
}

export type CodexResult = CallToolResult & { structuredContent?: { threadId: string; content: string } };

/** The text of a result's first block. */
export function textOf(result: CallToolResult): string {
  const [first] = result.content;
  return first?.type === 'text' ? first.text : '';
}

export function threadOf(result: CodexResult): string {
  const threadId = result.structuredContent?.threadId;
  if (!threadId) throw new Error(`the result has no threadId: ${JSON.stringify(result)}`);
  return threadId;
}

/** What a client or a command of Patchbay needs of a home. */
export type Place = Pick<TestHome, 'env' | 'folder'>;

/** Starts `patchbay mcp-server` on stdio and connects a client to it. */
export async function connectStdio(
  home: Place,
  options: ClientOptions & {
    args?: string[];
    cwd?: string;
    env?: Record<string, string>;
    /** Instead of the built one, which Node runs. */
    program?: string;
    /** What Node runs, of another build. */
    file?: string;
  } = {},
): Promise<TestClient & { pid: number; stderr(): string }> {
  const transport = new StdioClientTransport({
    command: options.program ?? process.execPath,
    args: [...(options.program ? [] : [options.file ?? patchbayFile]), 'mcp-server', ...(options.args ?? [])],
    env: { ...home.env, ...options.env },
    cwd: options.cwd ?? home.folder,
    stderr: 'pipe',
  });
  let stderr = '';
  transport.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const connected = await connect(transport, options);
  return { ...connected, pid: transport.pid as number, stderr: () => stderr };
}

export interface HttpPatchbay {
  readonly child: ChildProcess;
  readonly url: string;
  /** Made on the first start; empty with --no-auth or when the home has tokens already. */
  readonly token: string;
  stderr(): string;
  /** SIGTERM, and waits for the end. Resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** Starts `patchbay mcp-server --port 0` and waits until it listens. */
export async function startHttp(home: Place, args: readonly string[] = []): Promise<HttpPatchbay> {
  const child = spawn(process.execPath, [patchbayFile, 'mcp-server', '--port', '0', ...args], {
    env: home.env,
    cwd: home.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const exited = once(child, 'exit');
  const url = await eventually(
    () => {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}:\n${stderr}`);
      return /Connect a client/.test(stderr) && /Listening on (\S+)/.exec(stderr)?.[1];
    },
    { describe: () => `it does not listen:\n${stderr}` },
  );
  return {
    child,
    url,
    token: /^ {2}(pb_\S+)$/m.exec(stderr)?.[1] ?? '',
    stderr: () => stderr,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      return child.exitCode;
    },
  };
}

/** Where a client connects. */
export interface Address extends Pick<HttpPatchbay, 'url' | 'token'> {
  /** Its way to the network, where it is not the usual one. */
  readonly fetch?: FetchLike;
}

/** Connects a client over Streamable HTTP. */
export async function connectHttp(server: Address, options: ClientOptions = {}): Promise<TestClient> {
  const transport = new StreamableHTTPClientTransport(new URL(server.url), {
    ...(server.fetch && { fetch: server.fetch }),
    requestInit: { headers: server.token ? { Authorization: `Bearer ${server.token}` } : {} },
  });
  const connected = await connect(transport as Transport, options);
  return {
    ...connected,
    async close() {
      await transport.terminateSession().catch(() => undefined);
      await connected.close();
    },
  };
}

/**
 * Whoever waits for it meets its failure. A test that has failed before waits no more, and that its clients are closed
 * is no further failure.
 */
export function heardOrNot<T>(call: Promise<T>): Promise<T> {
  call.catch(() => undefined);
  return call;
}

async function connect(transport: Transport, options: ClientOptions): Promise<TestClient> {
  const capabilities: ClientCapabilities = {
    ...options.capabilities,
    ...(options.onElicit && { elicitation: {} }),
    ...(options.roots && { roots: {} }),
  };
  const client = new Client({ name: options.name ?? 'test-client', version: '1.0.0' }, { capabilities });
  const elicitations: Elicitation[] = [];
  const { onElicit, roots } = options;
  if (onElicit) {
    client.setRequestHandler(ElicitRequestSchema, async ({ params }, { signal }) => {
      const elicitation = { params, signal };
      elicitations.push(elicitation);
      return (await onElicit(elicitation)) as never;
    });
  }
  if (roots) {
    client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: roots.map((uri) => ({ uri })) }));
  }
  await client.connect(transport);
  const call =
    (name: string) =>
    (args: Record<string, unknown>, callOptions: CallOptions = {}) =>
      heardOrNot(
        client.callTool({ name, arguments: args }, undefined, {
          timeout: 150_000,
          ...callOptions,
        } as never) as Promise<CodexResult>,
      );
  return {
    client,
    elicitations,
    codex: call('codex'),
    reply: call('codex-reply'),
    close: () => client.close(),
  };
}

/** Runs a `patchbay` command to its end. */
export async function runPatchbay(
  home: Place,
  args: readonly string[],
  options: { input?: string; hasNoTerminal?: boolean } = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [patchbayFile, ...args], {
    env: home.env,
    cwd: home.folder,
    // Whoever runs the tests may sit at one.
    detached: options.hasNoTerminal ?? false,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.end(options.input ?? '');
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}
