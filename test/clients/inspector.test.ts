// The MCP Inspector in its command-line mode: a client of the MCP project, with its own idea of what a server owes it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe } from 'vitest';
import { script } from '../support/fake-model.ts';
import { test as base, expect } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { type HttpPatchbay, patchbayFile } from '../support/patchbay.ts';
import { toolNames } from '../support/tool-names.ts';

// The Inspector wants a newer Node than the one that runs the tests.
const nodeFile = path.resolve(import.meta.dirname, '../../node_modules/.bin/node');
const require = createRequire(import.meta.url);
const inspectorFolder = path.dirname(require.resolve('@modelcontextprotocol/inspector/package.json'));
const inspectorFile = path.join(inspectorFolder, 'clients/launcher/build/index.js');

interface Inspected {
  readonly code: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: a test states the shape that it expects
  readonly result: any;
  readonly stdout: string;
  readonly stderr: string;
}

const test = base.extend<{ inspect(target: readonly string[], ...args: string[]): Promise<Inspected> }>({
  inspect: async ({ home }, use) => {
    await use(async (target, ...args) => {
      const words = ['--cli', ...target, ...args, '--format', 'json', '--quiet', '--stored-auth-only'];
      const child = spawn(nodeFile, [inspectorFile, ...words], {
        cwd: home.folder,
        env: {
          ...home.env,
          MCP_CATALOG_PATH: path.join(home.root, 'inspector-catalog.json'),
          MCP_CLIENT_CONFIG_PATH: path.join(home.root, 'inspector-client.json'),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: 120_000,
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
      });
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      await once(child, 'close');
      const payload = child.exitCode === 0 ? JSON.parse(stdout) : undefined;
      return { code: child.exitCode, result: payload?.result ?? payload, stdout, stderr };
    });
  },
});

/** How the Inspector reaches the server: as a command on stdio, or at its address. */
function onStdio(home: TestHome): string[] {
  const environment = [`CODEX_HOME=${home.codexHome}`, `PATCHBAY_HOME=${home.patchbayHome}`];
  const words = environment.flatMap((variable) => ['-e', variable]);
  return [process.execPath, patchbayFile, 'mcp-server', ...words];
}

function overHttp({ url, token }: HttpPatchbay): string[] {
  return [url, '--transport', 'http', '--header', `Authorization: Bearer ${token}`];
}

function callOfCodex(args: object): string[] {
  return ['--method', 'tools/call', '--tool-name', 'codex', '--tool-args-json', JSON.stringify(args)];
}

for (const way of ['on stdio', 'over HTTP']) {
  describe(`the MCP Inspector ${way}`, () => {
    const each = test.extend<{ target: string[] }>({
      target: async ({ home, http }, use) => {
        await use(way === 'on stdio' ? onStdio(home) : overHttp(await http()));
      },
    });

    each('lists both tools and has nothing to say against their schemas', async ({ inspect, target }) => {
      const { code, result, stderr } = await inspect(target, '--method', 'tools/list', '--strict');
      expect([code, stderr]).toEqual([0, '']);
      expect(result.tools.map(({ name }: { name: string }) => name)).toEqual(toolNames);
      expect(result.tools[0].inputSchema.required).toEqual(['prompt']);
    });

    each('runs Codex and takes its result for valid', async ({ inspect, target, home }) => {
      const prompt = script({ exec: { cmd: 'echo inspected' } }, { text: 'I saw: $LAST_OUTPUT' });
      const call = callOfCodex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
      const { code, result, stderr } = await inspect(target, ...call);
      expect([code, stderr]).toEqual([0, '']);
      const { threadId, content } = result.structuredContent;
      expect(threadId).toMatch(/^[0-9a-f-]{36}$/);
      expect(content).toMatch(/^I saw: [\s\S]*inspected/);
      expect(result.content).toEqual([{ type: 'text', text: content }]);
    });

    each('sees a failure of the tool as such', async ({ inspect, target }) => {
      const { code, stdout, stderr } = await inspect(target, ...callOfCodex({ prompt: 'hi', bogus: 1 }));
      expect(code).toBe(5);
      expect(stderr).toContain('tool_is_error');
      expect(stdout).toContain('unknown field `bogus`');
    });
  });
}

describe('the MCP Inspector', () => {
  test('is told to sign in when its token is missing or wrong', async ({ inspect, http }) => {
    const { url } = await http();
    for (const header of [[], ['--header', 'Authorization: Bearer pb_wrong']]) {
      const { code, stdout, stderr } = await inspect([url, ...header], '--method', 'tools/list');
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toContain('auth_required');
      expect(stderr).toContain('patchbay token add NAME');
    }
  });

  test('agrees with the server when it may choose the newest protocol', async ({ inspect, http }) => {
    const target = overHttp(await http());
    const { code, result } = await inspect(target, '--protocol-era', 'auto', '--method', 'tools/list');
    expect(code).toBe(0);
    expect(result.tools).toHaveLength(toolNames.length);
  });
});
