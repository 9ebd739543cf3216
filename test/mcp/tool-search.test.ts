// A client may get two tools that find and call those of MCP servers instead of the whole list.
import path from 'node:path';
import { runPatchbay, textOf } from '../support/patchbay.ts';
import { stdioTable } from '../support/remotes.ts';
import { addToken } from '../support/shared-http.ts';
import { toolNames } from '../support/tool-names.ts';
import { expect, type WayClient, waysTest } from '../support/ways.ts';

const test = waysTest();
const toolServer = path.resolve(import.meta.dirname, '../support/tool-server.ts');

for (const way of ['2025-11-25 over HTTP', '2026-07-28 over HTTP'] as const) {
  test(`a client of ${way} with tool search finds and calls the tools of MCP servers`, async ({
    host,
    home,
    connectWay,
  }) => {
    home.writeConfig({ baseUrl: host.model.baseUrl, extra: stdioTable('tools', toolServer) });
    const name = `searcher-${way.slice(0, 4)}`;
    const token = await addToken(home as never, name, '--tool-search', '--tier', 'read');
    const client = await connectWay(way, {
      token,
      onElicit: () => ({ action: 'accept', content: { colour: 'green' } }),
    });
    expect(await toolsOf(client)).toEqual([...toolNames, 'find_tools', 'call_tool']);

    const found = await client.call('find_tools', { query: 'say something again' });
    expect(found.structuredContent).toMatchObject({
      total: 2,
      tools: [
        { name: 'mcp__tools__echo', description: 'Says it again', inputSchema: { required: ['text'] } },
      ],
    });
    expect(JSON.parse(textOf(found))).toEqual(found.structuredContent);
    // What its limits refuse is not found, and not called.
    expect(textOf(await client.call('find_tools', { query: 'write a file' }))).not.toContain('put');

    const call = (tool: unknown, args?: unknown) =>
      client.call('call_tool', { name: tool, ...(args !== undefined && { arguments: args }) });
    expect(textOf(await call('mcp__tools__echo', { text: 'a' }))).toBe('echo: a');
    expect(textOf(await call('mcp__tools__ask'))).toContain('green');
    expect(textOf(await client.call('mcp__tools__echo', { text: 'b' }))).toBe('echo: b');
    for (const [tool, args, text] of [
      ['mcp__tools__put', { file: '/x', text: 'x' }, '(tier destructive)'],
      ['mcp__tools__nope', {}, "Unknown tool 'mcp__tools__nope'"],
      ['codex', { prompt: 'hello' }, 'has a tool codex'],
      ['call_tool', { name: 'call_tool' }, 'has a tool call_tool'],
      [7, {}, 'arguments of call_tool do not fit'],
      ['mcp__tools__echo', [], 'arguments of call_tool do not fit'],
    ] as const) {
      const result = await call(tool, args);
      expect([result.isError, textOf(result)], String(tool)).toEqual([true, expect.stringContaining(text)]);
    }
    const misspelt = await client.call('call_tool', { name: 'mcp__tools__echo', args: { text: 'a' } });
    expect(textOf(misspelt)).toContain('arguments of call_tool do not fit');
    // Its own name is no argument of the tool that it calls.
    expect(textOf(await call('mcp__tools__echo'))).toMatch(/text/);
    for (const args of [
      {},
      { query: '' },
      { query: 7 },
      { query: 'x', limit: 0 },
      { query: 'x', limit: 1e9 },
    ]) {
      expect(textOf(await client.call('find_tools', args))).toContain('arguments of find_tools do not fit');
    }

    const { code, stderr } = await runPatchbay(home, ['token', 'limit', name, '--lift', 'tool-search']);
    expect(code, stderr).toBe(0);
    expect(await toolsOf(client)).toEqual([...toolNames, 'mcp__tools__echo', 'mcp__tools__ask']);
    expect((await client.call('find_tools', { query: 'say' })).isError).toBe(true);
  });
}

async function toolsOf(client: WayClient): Promise<string[]> {
  const { result } = await client.ask('tools/list', {});
  return (result as { tools: { name: string }[] }).tools.map((tool) => tool.name);
}
