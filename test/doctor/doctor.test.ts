import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { expect, test } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { runPatchbay } from '../support/patchbay.ts';
import { addToken } from '../support/shared-http.ts';

interface Check {
  readonly name: string;
  readonly outcome: string;
  readonly text: string;
}

async function doctor(
  home: TestHome,
): Promise<{ code: number | null; check(name: string): Check | undefined }> {
  const { code, stdout } = await runPatchbay(home, ['doctor', '--json']);
  const checks: Check[] = JSON.parse(stdout);
  return { code, check: (name) => checks.find((candidate) => candidate.name === name) };
}

describe('patchbay doctor', () => {
  test('finds nothing to mend in a good home', async ({ home }) => {
    const { stdout, code } = await runPatchbay(home, ['doctor']);
    expect(stdout).toMatch(/^ok {7}Engine: \d+\.\d+\.\d+, /m);
    expect(stdout).not.toMatch(/^failed/m);
    expect(code).toBe(0);
  });

  test('says which files others can read, and the command that mends it', async ({ home }) => {
    await addToken(home, 'cursor');
    const file = path.join(home.patchbayHome, 'tokens.json');
    fs.chmodSync(file, 0o644);
    const { code, check } = await doctor(home);
    expect(code).toBe(1);
    expect(check('File modes')).toMatchObject({
      outcome: 'failed',
      text: expect.stringContaining(`chmod go= '${file}'`),
    });
  });

  test('tells a config.toml and settings that are broken', async ({ home }) => {
    fs.writeFileSync(path.join(home.codexHome, 'config.toml'), 'model = "x"\nbroken = = 1\n');
    fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
    fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), '{"version": 2}');
    const { code, check } = await doctor(home);
    expect(code).toBe(1);
    expect(check('config.toml')).toMatchObject({
      outcome: 'failed',
      text: expect.stringContaining('config.toml'),
    });
    expect(check('Settings')?.outcome).toBe('failed');
  });

  test('tells an engine that is not there', async ({ home }) => {
    fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
    const settings = { version: 1, engine: { path: path.join(home.root, 'no-codex') } };
    fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), JSON.stringify(settings));
    const { check } = await doctor(home);
    expect(check('Engine')?.outcome).toBe('failed');
  });

  test('says what a remote lacks', async ({ home, model }) => {
    home.writeConfig({ baseUrl: model.baseUrl });
    fs.appendFileSync(
      path.join(home.codexHome, 'config.toml'),
      '\n[mcp_servers.a]\ncommand = "no-such-program-here"\n[mcp_servers.b]\nurl = "https://b.example/mcp"\nbearer_token_env_var = "B_TOKEN"\n',
    );
    const { code, check } = await doctor(home);
    expect(check('Remotes')).toMatchObject({ outcome: 'warning' });
    expect(check('Remotes')?.text).toMatch(/a: install no-such-program-here.* b: set B_TOKEN/);
    expect(code).toBe(0);
  });
});
