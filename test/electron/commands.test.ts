// What the window asks of the host, and what is still so after a restart.
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { parse } from 'jsonc-parser';
import { describe, onTestFinished } from 'vitest';
import type { CommandResult } from '../../server/contract/commands.ts';
import { ask, command, stateOf } from '../support/app.ts';
import { expect, test as testAlone } from '../support/app-fixtures.ts';
import { auditInBothThemes } from '../support/axe.ts';
import { script, updateFile } from '../support/fake-model.ts';
import { press } from '../support/keys.ts';
import { testOfOneApp } from '../support/one-app.ts';
import { connectStdio, textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';

const test = testOfOneApp();

describe('settings', () => {
  test('apply at once, survive a restart, and a bad value is refused with the reason', async ({
    home,
    app,
    page,
  }) => {
    await command(page, 'change-settings', { changes: { appearance: 'dark', approvalMinutes: 5 } });
    expect((await stateOf(page)).settings).toMatchObject({ appearance: 'dark', approvalMinutes: 5 });

    const refused = await ask(page, 'change-settings', { changes: { port: 99_999 } });
    expect(refused).toMatchObject({ ok: false, error: { summary: 'a number from 0 to 65535' } });

    const file = path.join(home.patchbayHome, 'settings.json');
    expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({ version: 1, appearance: 'dark' });
    await app.restart();
    expect((await stateOf(await app.page())).settings.appearance).toBe('dark');
    await command(await app.page(), 'change-settings', {
      changes: { appearance: 'system', approvalMinutes: 10 },
    });
  });

  test('choose how to sign in to Azure, and the choice is in settings.json', async ({ home, page }) => {
    await page.getByRole('button', { name: /^Settings/ }).click();
    await page.getByRole('combobox', { name: 'Sign in with' }).click();
    await page.getByRole('option', { name: 'Azure CLI (az login)' }).click();
    const file = path.join(home.patchbayHome, 'settings.json');
    const chosen = () => JSON.parse(fs.readFileSync(file, 'utf8')).azure?.credentials;
    await eventually(() => fs.existsSync(file) && chosen() === 'AzureCliCredential');
  });
});

describe('settings of a client on this machine', () => {
  test('are shown, changed when the person says so, and given back; its first connection is seen', async ({
    home,
    page,
  }) => {
    const settings = path.join(home.env['HOME'] ?? '', '.cursor', 'mcp.json');
    const before = '{\n  // mine\n  "mcpServers": {\n    "gh": { "command": "gh", "args": [] },\n  }\n}\n';
    fs.mkdirSync(path.dirname(settings), { recursive: true });
    fs.writeFileSync(settings, before);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await page.getByRole('button', { name: /^Clients/ }).click();
    await button('Connect a client…').first().click();
    await button('Connect Cursor').waitFor();
    await auditInBothThemes(page, 'connect-list');

    await button('Connect Cursor').click();
    await page.getByRole('group', { name: settings }).getByText('"patchbay"').waitFor();
    await auditInBothThemes(page, 'connect-change');
    await page.getByText('It uses a token').click();
    await page.getByText(/A token of its own will stand in the file/).waitFor();
    await page.getByText('It starts Patchbay', { exact: true }).click();
    expect(fs.readFileSync(settings, 'utf8')).toBe(before);
    await button('Write to settings').click();
    await page.getByText('Now restart Cursor.').waitFor();
    await page.getByText('Waiting for its first connection…').waitFor();

    const { command, args, env } = parse(fs.readFileSync(settings, 'utf8')).mcpServers.patchbay;
    const client = new Client({ name: 'cursor-like', version: '1.2' });
    const { PATH = '' } = home.env;
    await client.connect(new StdioClientTransport({ command, args, env: { ...env, PATH } }));
    await page.getByText('cursor-like is connected.').waitFor();
    await auditInBothThemes(page, 'connect-written');
    await client.close();
    await button('Done').click();

    await button('Connect a client…').first().click();
    await button('Disconnect Cursor').click();
    await button('Disconnect').waitFor();
    await press(page, 'Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Who may connect' }).waitFor();
    await button('Connect a client…').first().click();
    await button('Disconnect Cursor').click();
    await button('Disconnect').click();
    await page.getByText('Patchbay is removed from the settings.').waitFor();
    expect(fs.readFileSync(settings, 'utf8')).toBe(before);
    await button('Done').click();
  });

  test('become remotes when the person says so', async ({ home, page }) => {
    const settings = path.join(home.env['HOME'] ?? '', '.cursor', 'mcp.json');
    const config = path.join(home.codexHome, 'config.toml');
    const before = fs.readFileSync(config, 'utf8');
    const env = { API_TOKEN: 'not-to-be-copied' };
    const mcpServers = { near: { command: '/bin/false', env }, off: { command: 'x', disabled: true } };
    fs.mkdirSync(path.dirname(settings), { recursive: true });
    fs.writeFileSync(settings, JSON.stringify({ mcpServers }));
    await page.getByRole('button', { name: /^Remotes/ }).click();
    await page.getByRole('button', { name: 'Import from clients…' }).click();
    await page.getByText('near needs the variable API_TOKEN').waitFor();
    await page.getByText('off of Cursor is left out: it is switched off there.').waitFor();
    await auditInBothThemes(page, 'import');
    expect(fs.readFileSync(config, 'utf8')).toBe(before);
    await page.getByRole('button', { name: 'Add to config.toml' }).click();
    await page.getByRole('navigation').getByRole('button', { name: /^near/ }).waitFor();
    const after = fs.readFileSync(config, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(after).not.toContain('not-to-be-copied');
    fs.writeFileSync(config, before);
  });
});

describe('a published server', () => {
  test('is found in the registry, and fills in the form of a new remote', async ({ home, page }) => {
    const server = {
      name: 'io.github.someone/docs',
      description: 'Reads documents of many kinds, and finds what is in them',
      version: '1.2.3',
      packages: [
        { registryType: 'mcpb', identifier: 'https://e.example/d.mcpb', transport: { type: 'stdio' } },
        {
          registryType: 'npm',
          identifier: '@someone/docs',
          version: '1.2.3',
          transport: { type: 'stdio' },
          packageArguments: [
            { type: 'positional', valueHint: 'folder', isRequired: true, description: 'What to read' },
          ],
          environmentVariables: [
            { name: 'DOCS_KEY', isSecret: true },
            { name: 'LEVEL', default: 'info' },
          ],
        },
      ],
    };
    const registry = http.createServer((request, response) => {
      const isSearch = request.url?.startsWith('/v0.1/servers?') ?? false;
      response.end(JSON.stringify(isSearch ? { servers: [{ server }] } : { server }));
    });
    registry.listen(0, '127.0.0.1');
    await once(registry, 'listening');
    onTestFinished(() => void registry.close());
    const settings = path.join(home.patchbayHome, 'settings.json');
    const before = fs.existsSync(settings) ? JSON.parse(fs.readFileSync(settings, 'utf8')) : { version: 1 };
    const url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
    fs.writeFileSync(settings, JSON.stringify({ ...before, registry: { url } }));
    const config = fs.readFileSync(path.join(home.codexHome, 'config.toml'), 'utf8');

    await page.getByRole('button', { name: /^Remotes/ }).click();
    await page.getByRole('button', { name: 'Add remote…' }).click();
    const form = page.getByRole('dialog', { name: 'Add a remote' });
    const entered = form.getByLabel('Paste a server');
    await entered.fill('{ oops');
    await form.getByText(/^This cannot be read as a server: it is not JSON/).waitFor();
    await auditInBothThemes(page, 'published-error');
    await entered.fill('docs');
    await form.getByRole('button', { name: 'Look up' }).click();
    await form.getByRole('button', { name: 'Show io.github.someone/docs' }).click();
    await form.getByText(/Cannot be used: it is a bundle/).waitFor();
    await auditInBothThemes(page, 'published-ways');
    await form.getByRole('button', { name: 'Use npm package @someone/docs@1.2.3' }).click();
    await form.getByText('It sets LEVEL=info. Replace FILL-IN-folder (What to read).').waitFor();
    await auditInBothThemes(page, 'published-filled');
    expect(await form.getByLabel('Name', { exact: false }).first().inputValue()).toBe('docs');
    expect(await form.getByRole('textbox', { name: 'Command' }).inputValue()).toBe('npx');
    expect(await form.getByLabel('Arguments').inputValue()).toBe('-y\n@someone/docs@1.2.3\nFILL-IN-folder');
    await form.getByText('npx -y @someone/docs@1.2.3 FILL-IN-folder').waitFor();
    await form.getByText('DOCS_KEY').waitFor();
    await form.getByRole('button', { name: 'Cancel' }).click();
    expect(fs.readFileSync(path.join(home.codexHome, 'config.toml'), 'utf8')).toBe(config);
    fs.writeFileSync(settings, JSON.stringify(before));
  });
});

describe('a server that was pasted', () => {
  test('is shown in full and added with two clicks, and its secret is not in config.toml', async ({
    home,
    page,
  }) => {
    const config = path.join(home.codexHome, 'config.toml');
    const before = fs.readFileSync(config, 'utf8');
    const mark = path.join(home.folder, 'started');
    const env = { API_TOKEN: 'not-to-be-copied' };
    const pasted = {
      mcpServers: { toucher: { command: '/usr/bin/touch', args: [mark], env, alwaysAllow: ['*'] } },
    };
    await page.getByRole('button', { name: /^Remotes/ }).click();
    await page.getByRole('button', { name: 'Add remote…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a remote' });
    await dialog.getByLabel('Paste a server').fill(JSON.stringify(pasted));
    await dialog
      .getByRole('group', { name: 'toucher starts this program' })
      .getByText(`/usr/bin/touch ${mark}`)
      .waitFor();
    await dialog.getByText('toucher needs the variable API_TOKEN.').waitFor();
    await dialog.getByText('alwaysAllow of toucher is left out.').waitFor();
    await auditInBothThemes(page, 'pasted');
    expect(fs.readFileSync(config, 'utf8')).toBe(before);
    await dialog.getByRole('button', { name: 'Add remote' }).click();
    await page.getByRole('heading', { name: 'toucher', exact: true }).waitFor();
    const after = fs.readFileSync(config, 'utf8');
    expect(after).toContain('[mcp_servers.toucher]');
    expect(after).not.toContain('not-to-be-copied');
    expect((await stateOf(page)).remotes.find(({ name }) => name === 'toucher')?.status.kind).toBe('unused');
    expect(fs.existsSync(mark)).toBe(false);
    fs.writeFileSync(config, before);
  });
});

describe('a client', () => {
  test('asks as much as its mode says, works in its configured folder, and ends when its token is revoked', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    const { url } = await app.server('of-looker');
    const { token } = await command(page, 'add-token', { name: 'looker' });
    const { principals } = await stateOf(page);
    const id = principals.find(({ name }) => name === 'looker')?.id ?? '';
    await command(page, 'change-principal', { id, changes: { mode: 'look-only', folder: home.folder } });

    const client = await httpClient({ url, token });
    const writing = script({ exec: { cmd: 'touch one' } }, { text: 'told: $LAST_OUTPUT' });
    const result = await client.codex({ prompt: writing, sandbox: 'workspace-write' });
    expect(result).not.toMatchObject({ isError: true });
    expect(fs.existsSync(path.join(home.folder, 'one'))).toBe(false);
    const { threads, clients, inbox } = await stateOf(page);
    expect(threads[0]).toMatchObject({
      folder: home.folder,
      sandbox: 'read-only',
      approvalPolicy: 'never',
    });
    expect(clients).toContainEqual(
      expect.objectContaining({ name: 'test-client', isConnected: true, principal: id }),
    );
    expect(inbox.filter(({ threadId }) => threadId === threads[0]?.id)).toEqual([]);

    await command(page, 'revoke-token', { name: 'looker' });
    await eventually(async () => {
      const { clients } = await stateOf(page);
      return clients.every(({ principal, isConnected }) => principal !== id || !isConnected);
    });
  });

  test('may write in the home folder once the person has chosen that one as its folder', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    const { url } = await app.server('of-writer');
    const { token } = await command(page, 'add-token', { name: 'writer' });
    const { principals } = await stateOf(page);
    const id = principals.find(({ name }) => name === 'writer')?.id ?? '';
    await command(page, 'change-principal', { id, changes: { mode: 'as-the-call-says' } });
    const client = await httpClient({ url, token });
    const cwd = home.env['HOME'] as string;
    const writing = { prompt: script({ exec: { cmd: 'touch one' } }), cwd, sandbox: 'workspace-write' };

    const refused = await client.codex(writing);
    expect(refused).toMatchObject({ isError: true });
    expect(textOf(refused)).toContain('choosing it as the default folder of this client');

    await command(page, 'change-principal', { id, changes: { folder: cwd } });
    expect(await client.codex(writing)).not.toMatchObject({ isError: true });
    expect(fs.existsSync(path.join(cwd, 'one'))).toBe(true);
  });

  test('without a token is named in the window', async ({ app, page }) => {
    const { url } = await app.server('of-knocks');
    const answer = await fetch(url, { method: 'POST', headers: { 'User-Agent': 'Cursor/1.2' }, body: '{}' });
    expect(answer.status).toBe(401);
    await eventually(async () => (await stateOf(page)).knocks[0]?.name === 'Cursor/1.2');
  });

  test('on stdio is relayed to the app, so the window shows it', async ({ home, app, page }) => {
    await app.server('on-stdio');
    const client = await connectStdio(home, { name: 'on-stdio' });
    await eventually(async () =>
      (await stateOf(page)).clients.some(
        ({ name, transport }) => name === 'on-stdio' && transport === 'relay',
      ),
    );
    await client.close();
  });
});

describe('the time a question waits', () => {
  testAlone(
    'is what the command line says, even if that is the default',
    async ({ home, start, httpClient }) => {
      const options = JSON.stringify({ approvalDeadlineMs: 600_000 });
      const app = await start({
        settings: { approvalMinutes: 60 },
        env: { PATCHBAY_APP_OPTIONS: options },
      });
      const page = await app.page();
      const client = await httpClient(await app.server());
      const args = { cwd: home.folder, sandbox: 'workspace-write' };
      const called = client.codex({ prompt: script({ exec: { cmd: 'touch a' } }, { text: 'end' }), ...args });
      const card = await eventually(async () => (await stateOf(page)).inbox[0]);
      const waitsMs = (card.deadlineAt ?? 0) - card.askedAt;
      expect(Math.round(waitsMs / 10_000)).toBe(60);
      await command(page, 'decide', { id: card.id, digest: card.digest, verdict: 'deny' });
      await called;
    },
  );
});

describe('an error', () => {
  test('gives advice that can be followed in the window', async ({ page }) => {
    await command(page, 'add-token', { name: 'twice' });
    const wrong = {
      'approval-not-waiting': await ask(page, 'decide', { id: 'gone', digest: 'x', verdict: 'approve' }),
      'token-name-taken': await ask(page, 'add-token', { name: 'twice' }),
      'token-not-found': await ask(page, 'revoke-token', { name: 'nobody' }),
      'remote-unknown': await ask(page, 'remote-draft', { name: 'nowhere' }),
    };
    for (const [code, outcome] of Object.entries(wrong)) {
      expect(outcome).toMatchObject({ ok: false, error: { code, fix: expect.stringMatching(/./) } });
      expect(JSON.stringify(outcome), code).not.toMatch(/patchbay [a-z]|--[a-z]/);
    }
  });
});

describe('a thread', () => {
  test('is shown item by item, and is still there after a restart', async ({
    home,
    app,
    page,
    httpClient,
  }) => {
    fs.writeFileSync(path.join(home.folder, 'a.txt'), 'one\n');
    const client = await httpClient(await app.server('changer'));
    const prompt = script(
      'Change the number',
      { exec: { cmd: 'cat a.txt' } },
      { patch: updateFile('a.txt', 'one', 'two') },
      { text: 'changed it' },
    );
    const called = client.codex({ prompt, cwd: home.folder, sandbox: 'workspace-write' });
    const card = await eventually(async () =>
      (await stateOf(page)).inbox.find(({ state }) => state.kind === 'waiting'),
    );
    expect(card).toMatchObject({
      subject: { kind: 'patch' },
      consequence: { kind: 'patch', outside: [] },
      why: { kind: 'asks-first' },
    });
    const wrong = await ask(page, 'decide', { id: card.id, digest: 'another', verdict: 'approve' });
    expect(wrong).toMatchObject({
      ok: false,
      error: { code: 'approval-changed', fix: 'Look at its card again, then answer.' },
    });
    await command(page, 'decide', { id: card.id, digest: card.digest, verdict: 'approve' });
    const threadId = threadOf(await called);

    const { items } = await command(page, 'timeline', { threadId, start: 0, limit: 100 });
    expect(items.map(({ kind }) => kind)).toEqual([
      'prompt',
      'command',
      'question',
      'patch',
      'question',
      'message',
      'turn-end',
    ]);
    expect(items[1]).toMatchObject({ kind: 'command', output: 'one\n', exitCode: 0, progress: 'done' });
    expect((await command(page, 'changes', { threadId })).diff).toContain('+two');
    const { decisions } = await command(page, 'decisions', { start: 0, limit: 10 });
    expect(decisions.slice(0, 2).map(({ means }) => means)).toEqual(['window', 'rule']);
    await app.restart();

    const again = await app.page();
    const past = await eventually(async () => {
      const answer = await ask(again, 'past-threads', { limit: 10 });
      return (
        answer.ok && (answer.value as CommandResult<'past-threads'>).threads.find(({ id }) => id === threadId)
      );
    });
    expect(past).toMatchObject({ id: threadId, folder: home.folder });
    const read = await command(again, 'timeline', { threadId, start: 0, limit: 100 });
    expect(read.items.map(({ kind }) => kind)).toContain('patch');
  });

  test('can be steered and stopped by the person', async ({ home, model, app, page, httpClient }) => {
    const client = await httpClient(await app.server('steered'));
    const called = client.codex({ prompt: script({ hang: true }), cwd: home.folder });
    const row = await eventually(async () =>
      (await stateOf(page)).threads.find(({ state }) => state === 'running'),
    );
    await eventually(() => model.openAnswers() > 0);
    await command(page, 'steer', { threadId: row.id, text: script('be quick', { hang: true }) });
    await command(page, 'stop-turn', { threadId: row.id });
    await called;
    await eventually(async () => (await stateOf(page)).threads[0]?.state === 'interrupted');
    const { items } = await command(page, 'timeline', { threadId: row.id, start: 0, limit: 10 });
    expect(items).toContainEqual(
      expect.objectContaining({ kind: 'prompt', text: expect.stringContaining('be quick'), by: 'window' }),
    );
  });
});

describe('the demo', () => {
  testAlone(
    'works in the window without an account, and the person can sign in with a key',
    async ({ home, model, start, stdio }) => {
      home.writeConfig({ baseUrl: model.baseUrl });
      const config = path.join(home.codexHome, 'config.toml');
      fs.writeFileSync(
        config,
        fs
          .readFileSync(config, 'utf8')
          .replace('requires_openai_auth = false', 'requires_openai_auth = true'),
      );
      const app = await start();
      const page = await app.page();
      await eventually(async () => (await stateOf(page)).account.kind === 'signed-out');
      await command(page, 'sign-in', { kind: 'api-key', apiKey: 'sk-test-0000000000000000' });
      expect((await stateOf(page)).account).toEqual({ kind: 'signed-in', as: 'API key' });
      await command(page, 'sign-out', {});
      expect((await stateOf(page)).account.kind).toBe('signed-out');

      await command(page, 'start-server', { isDemo: true });
      // As the clients that the first page connects: it starts Patchbay, and knows nothing of the demo's folders.
      const client = await stdio();
      const called = client.codex({ prompt: 'write' });
      const card = await eventually(async () => (await stateOf(page)).inbox[0]);
      await command(page, 'decide', { id: card.id, digest: card.digest, verdict: 'approve' });
      expect(textOf(await called)).toBeTruthy();
      expect((await stateOf(page)).server).toMatchObject({ kind: 'running', isDemo: true });
    },
  );
});
