// One run with every kind of credential the product knows, with a remote and a command that print them back. Nothing that
// is kept or shown may hold any of them afterwards.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import type { Page } from 'playwright';
import { describe } from 'vitest';
import { randomFor } from '../fuzz/random.ts';
import { chars } from '../logging/corpus/text.ts';
import { command } from '../support/app.ts';
import { test as base, expect } from '../support/app-fixtures.ts';
import { type OAuthLab, startOAuthLab } from '../support/authorization-server.ts';
import { type EchoingRemote, startEchoingRemote } from '../support/echoing-remote.ts';
import { type FakeAzure, startFakeAzure } from '../support/fake-azure.ts';
import { script } from '../support/fake-model.ts';
import type { TestHome } from '../support/home.ts';
import { runPatchbay, textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { httpTable } from '../support/remotes.ts';
import { signIn } from '../support/sign-in.ts';

/** Nothing gives them away but that somebody knows them. */
const plain = (which: number) => chars(randomFor(77, which), 'lower', 26);
const secrets = {
  bearerEnv: plain(1),
  envHeader: plain(2),
  header: plain(3),
  helper: plain(4),
  helperLater: plain(5),
  stdioEnv: plain(6),
  apiKey: plain(7),
  loginRefresh: plain(8),
};

const AZURE_SCOPE = 'api://11111111-2222-3333-4444-555555555555/.default';

interface Fixtures {
  echo: EchoingRemote;
  lab: OAuthLab;
  azure: FakeAzure;
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  echo: async ({}, use) => {
    const remote = await startEchoingRemote();
    await use(remote);
    await remote.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  lab: async ({}, use) => {
    const lab = await startOAuthLab();
    await use(lab);
    await lab.close();
  },
  azure: async ({ home }, use) => {
    const azure = await startFakeAzure(home);
    await use(azure);
    await azure.close();
  },
});

/** In every form in which a program may print it. */
function formsOf(secret: string): string[] {
  return [secret, Buffer.from(secret).toString('base64'), Buffer.from(`bob:${secret}`).toString('base64')];
}

function writeRemotes(home: TestHome, url: string, labUrl: string): void {
  const helper = path.join(home.root, 'helper.sh');
  const printed = { 'X-Helped': secrets.helper, Authorization: `Custom ${secrets.helperLater}` };
  fs.writeFileSync(helper, `echo '${JSON.stringify(printed)}'\n`, { mode: 0o700 });
  const tables = [
    httpTable(
      'told',
      url,
      `bearer_token_env_var = "ECHO_NAME"\nhttp_headers = { "X-Plain-Key" = "${secrets.header}" }\nenv_http_headers = { "X-From-Env" = "ECHO_OTHER" }`,
    ),
    httpTable('azured', url),
    httpTable('lab', labUrl),
    httpTable('helped', url, `http_headers_helper = "sh ${helper}"`),
    `[mcp_servers.child]\ncommand = "sh"\nargs = ["-c", "echo child has $CHILD_SECRET >&2; exit 3"]\nenv = { CHILD_SECRET = "${secrets.stdioEnv}" }\n`,
  ];
  fs.appendFileSync(path.join(home.codexHome, 'config.toml'), `\n${tables.join('\n')}`);
  const login = { OPENAI_API_KEY: null, tokens: { refresh_token: secrets.loginRefresh } };
  fs.writeFileSync(path.join(home.codexHome, 'auth.json'), JSON.stringify(login));
}

function leaksIn(text: string, extra: readonly string[]): string[] {
  const named = Object.entries(secrets).flatMap(([name, secret]) =>
    formsOf(secret).some((form) => text.includes(form.slice(0, 20))) ? [name] : [],
  );
  return [...named, ...extra.filter((secret) => text.includes(secret.slice(0, 20)))];
}

/** @returns `file: secret` for each that is found; the file that stores sign-ins is meant to hold them */
function leaksBelow(folder: string, extra: readonly string[]): string[] {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    if (!entry.isFile() || entry.name === 'secrets.json') return [];
    const file = path.join(entry.parentPath, entry.name);
    return leaksIn(fs.readFileSync(file, 'latin1'), extra).map((name) => `${file}: ${name}`);
  });
}

async function pageTexts(page: Page, threadTitle: RegExp): Promise<string> {
  const texts: string[] = [];
  for (const name of ['Inbox', 'Clients', 'Remotes', 'Activity', 'Settings', 'Threads']) {
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
    texts.push(await page.content());
    if (name === 'Activity') {
      await page.getByRole('tab', { name: 'Logs' }).click();
      await page.getByRole('log').locator('button').first().waitFor();
      texts.push(await page.content());
    }
  }
  await page.getByRole('button', { name: threadTitle }).click();
  await page.getByText('The end.').first().waitFor();
  const closed = page.locator('[data-index] [aria-expanded=false]');
  for (let left = await closed.count(); left > 0; left = await closed.count()) await closed.first().click();
  texts.push(await page.content());
  return texts.join('\n');
}

describe('no credential', () => {
  test('is left in any file, on stderr, in the window, in exports or in the bundle', async ({
    home,
    echo,
    lab,
    azure,
    start,
    httpClient,
  }) => {
    writeRemotes(home, echo.url, lab.url);
    const app = await start({
      settings: {
        mode: 'as-the-call-says',
        secrets: { store: 'file' },
        remotes: { azured: { azureScope: AZURE_SCOPE } },
      },
      env: {
        PATCHBAY_APP_OPTIONS: JSON.stringify({ logLevel: 'debug' }),
        ECHO_NAME: secrets.bearerEnv,
        ECHO_OTHER: secrets.envHeader,
        ...azure.env.common,
        ...azure.env.appService,
      },
    });
    let stderr = '';
    app.app.process().stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    const page = await app.page();
    await page.getByRole('button', { name: 'Skip for now' }).click();
    await command(page, 'sign-in', { kind: 'api-key', apiKey: secrets.apiKey });
    const server = await app.server('cursor');
    const client = await httpClient(server, { name: 'Cursor' });

    const told = await client.client.callTool({ name: 'mcp__told__headers', arguments: {} });
    const helped = await client.client.callTool({ name: 'mcp__helped__headers', arguments: {} });
    await client.client.callTool({ name: 'mcp__told__fail', arguments: {} }).catch(() => undefined);
    await client.client.callTool({ name: 'mcp__azured__headers', arguments: {} });
    const entraToken = /Bearer (ey[\w.-]+)/.exec(echo.heard())?.[1] ?? 'no token was sent';
    expect((await signIn(home, 'lab')).code).toBe(0);
    await eventually(async () => {
      const { tools } = await client.client.listTools();
      return tools.some(({ name }) => name === 'mcp__lab__echo');
    });
    const learned = [entraToken, ...lab.secrets];
    expect(lab.secrets.length).toBeGreaterThan(1);
    const all = [...Object.values(secrets).flatMap(formsOf), ...learned];
    fs.writeFileSync(path.join(home.folder, 'printed.txt'), `Here they are:\n${all.join('\n')}\n`);
    // The client gets what the remote says, unchanged: it is the client's.
    expect(textOf(told as never)).toContain(secrets.bearerEnv);
    expect(textOf(helped as never)).toContain(secrets.helperLater);
    expect(leaksIn(echo.heard(), []).sort()).toEqual(
      ['bearerEnv', 'envHeader', 'header', 'helper', 'helperLater'].sort(),
    );
    const prompt = script(
      'Print everything',
      { exec: { cmd: `cat printed.txt; echo ${server.token.slice(0, 10)}` } },
      { mcp: { server: 'told', tool: 'headers' } },
      { text: 'It said: $LAST_OUTPUT\n\nThe end.' },
    );
    const result = await client.codex({ prompt, cwd: home.folder, 'approval-policy': 'never' });
    const thread = threadOf(result);

    const shown = await pageTexts(page, /Print everything/);
    expect(shown).toContain('REDACTED:known');
    const bundle = await command(page, 'prepare-bundle', {});
    const saved = path.join(home.folder, 'bundle.zip');
    await runPatchbay(home, ['doctor', '--bundle', saved]);
    const formats = ['md', 'json', 'html'].map((format) => [
      'sessions',
      'export',
      thread,
      '--format',
      format,
    ]);
    const exports = await Promise.all(
      [...formats, ['sessions', 'show', thread], ['audit', '--json'], ['status', '--json']].map(
        async (words) => (await runPatchbay(home, words)).stdout,
      ),
    );
    await app.stop();

    const extra = [server.token, ...learned];
    expect(leaksIn(shown, extra), 'the window').toEqual([]);
    expect(leaksIn(stderr, extra), 'stderr').toEqual([]);
    expect(leaksIn(JSON.stringify(bundle), extra), 'the prepared bundle').toEqual([]);
    expect(leaksIn(textOfZip(saved), extra), 'the saved bundle').toEqual([]);
    for (const [at, text] of exports.entries()) {
      expect(leaksIn(text, extra), `export ${at}`).toEqual([]);
    }
    expect(leaksBelow(home.patchbayHome, extra)).toEqual([]);
    expect(exports.slice(0, 4).every((text) => text.includes(thread))).toBe(true);
    // They were there to be found.
    expect(execFileSync('grep', ['-rl', 'REDACTED:known', home.patchbayHome]).toString()).toContain(
      'records',
    );
  });
});

function textOfZip(file: string): string {
  return Object.values(unzipSync(fs.readFileSync(file)))
    .map((bytes) => strFromU8(bytes))
    .join('\n');
}
