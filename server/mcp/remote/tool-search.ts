// Two tools instead of all those of remotes, for a client that would pay for a long list with every request of its
// model: one finds tools by what they do, the other calls one of them.
import type {
  CallToolResult,
  JSONRPCRequest,
  Result,
  ServerContext,
  Tool,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import { findToolsRefused, notFoundByFindTools } from '../../errors/remotes.ts';
import { errorResult } from '../call-results.ts';
import type { ToolIndex } from './tool-index.ts';
import type { RemoteTools } from './tools.ts';

const FIND = 'find_tools';
const CALL = 'call_tool';
const DEFAULT_FOUND = 5;
const MOST_FOUND = 20;
const MOST_NAMED_REMOTES = 40;

const findSchema = z.strictObject({
  query: z.string().trim().min(1).max(1000),
  limit: z.number().int().min(1).max(MOST_FOUND).default(DEFAULT_FOUND),
});
const callSchema = z.strictObject({
  name: z.string().min(1),
  arguments: z.record(z.string(), z.unknown()).optional(),
});

export interface ToolSearch {
  list(): Tool[];
  owns(name: string): boolean;
  /** Failures are results with `isError`; an error answered by the remote is thrown unchanged. */
  call(request: JSONRPCRequest, ctx: ServerContext, signal: AbortSignal): Promise<Result>;
}

/** @param options.remoteNames those the client may use */
export function createToolSearch(options: {
  tools: Pick<RemoteTools, 'list' | 'call' | 'owns'>;
  remoteNames(): readonly string[];
}): ToolSearch {
  const { tools, remoteNames } = options;
  let known: { readonly of: readonly Tool[]; readonly index: ToolIndex } | undefined;

  async function find(args: unknown, ctx: ServerContext): Promise<CallToolResult> {
    const asked = findSchema.safeParse(args);
    if (!asked.success) return errorResult(findToolsRefused(MOST_FOUND));
    const { tools: all, missing } = await tools.list(ctx);
    if (!known || !isSame(known.of, all)) {
      const { indexTools } = await import('./tool-index.ts');
      known = { of: all, index: indexTools(all) };
    }
    const byName = new Map(all.map((tool) => [tool.name, tool]));
    const { query, limit } = asked.data;
    const found = known.index.find(query, limit).flatMap((name) => byName.get(name) ?? []);
    const structuredContent = {
      tools: found.map(shortened),
      total: all.length,
      ...(missing.length > 0 && { missing }),
    };
    return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
  }

  async function callFound(
    request: JSONRPCRequest,
    ctx: ServerContext,
    signal: AbortSignal,
  ): Promise<Result> {
    const asked = callSchema.safeParse(request.params?.['arguments']);
    if (!asked.success || !tools.owns(asked.data.name)) {
      return errorResult(notFoundByFindTools(asked.data?.name));
    }
    const { arguments: _own, ...params } = request.params ?? {};
    return await tools.call({ ...request, params: { ...params, ...asked.data } }, ctx, signal);
  }

  return {
    list: () => [findTool(remoteNames()), callTool],
    owns: (name) => name === FIND || name === CALL,
    async call(request, ctx, signal) {
      if (request.params?.['name'] === FIND) return await find(request.params['arguments'], ctx);
      return await callFound(request, ctx, signal);
    },
  };
}

/** A tool is the same object until its remote announces a change. */
function isSame(left: readonly Tool[], right: readonly Tool[]): boolean {
  return left.length === right.length && left.every((tool, at) => tool === right[at]);
}

/** What a model needs to choose and call it. */
function shortened({ name, description, inputSchema }: Tool) {
  return { name, ...(description !== undefined && { description }), inputSchema };
}

function findTool(remotes: readonly string[]): Tool {
  const named = remotes.slice(0, MOST_NAMED_REMOTES).join(', ');
  const more = remotes.length > MOST_NAMED_REMOTES ? ` and ${remotes.length - MOST_NAMED_REMOTES} more` : '';
  return {
    name: FIND,
    title: 'Find tools',
    description: `Finds tools of the connected MCP servers (${named || 'none at present'}${more}) by what they do, and returns their names, descriptions and arguments. Call one with ${CALL}.`,
    inputSchema: {
      type: 'object',
      required: ['query'],
      properties: {
        query: { type: 'string', description: 'What the tool should do, in a few words: create an issue.' },
        limit: { type: 'integer', minimum: 1, maximum: MOST_FOUND, default: DEFAULT_FOUND },
      },
    },
    annotations: { readOnlyHint: true, openWorldHint: false },
  };
}

const callTool: Tool = {
  name: CALL,
  title: 'Call a tool',
  description: `Calls a tool that ${FIND} returned.`,
  inputSchema: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', description: `As ${FIND} returned it.` },
      arguments: { type: 'object', description: 'As its inputSchema says.' },
    },
  },
  annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: true },
};
