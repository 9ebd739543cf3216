// Where a call may write: not in the root, the home folder or above it, unless the person has allowed that folder.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe } from 'vitest';
import { script } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { textOf } from '../support/patchbay.ts';

const writing = script({ exec: { cmd: 'touch written; pwd' } });
const tooWide = /^The working folder \S+ holds nearly everything of the person/;

function homeFolder(home: TestHome): string {
  return home.env['HOME'] as string;
}

/** Folders in which a workspace is nearly the whole disk, in every spelling. */
function wideFolders(home: TestHome): Record<string, string> {
  const link = (name: string, target: string) => {
    const file = path.join(home.folder, name);
    fs.symlinkSync(target, file);
    return file;
  };
  return {
    'the root': '/',
    'the root, spelled in another way': '//./',
    'the home folder': homeFolder(home),
    'the home folder with a slash behind it': `${homeFolder(home)}/`,
    'what holds the home folder': home.root,
    'the home folder that the system knows': os.userInfo().homedir,
    'a link to the root': link('to-root', '/'),
    'a link to the home folder': link('to-home', homeFolder(home)),
  };
}

describe('a call that may write', () => {
  test('is refused in the root, the home folder and the folders above it', async ({ stdio, home }) => {
    const { codex } = await stdio({ args: ['--max-sandbox', 'danger-full-access'] });
    for (const [what, cwd] of Object.entries(wideFolders(home))) {
      for (const sandbox of ['workspace-write', 'danger-full-access']) {
        const result = await codex({ prompt: writing, cwd, sandbox });
        expect(result.isError, what).toBe(true);
        expect(textOf(result), what).toMatch(tooWide);
        expect(textOf(result), what).toContain('--allow-folder');
      }
    }
    expect(fs.existsSync(path.join(homeFolder(home), 'written'))).toBe(false);
  });

  test('is refused there too when only config.toml lets it write', async ({ stdio, home, model }) => {
    home.writeConfig({ baseUrl: model.baseUrl });
    const file = path.join(home.codexHome, 'config.toml');
    fs.writeFileSync(file, `sandbox_mode = "workspace-write"\n${fs.readFileSync(file, 'utf8')}`);
    const { codex } = await stdio();
    expect(textOf(await codex({ prompt: writing, cwd: homeFolder(home) }))).toMatch(tooWide);
  });

  test('is refused in the folders of Codex and of Patchbay, and inside them', async ({ stdio, home }) => {
    const { codex } = await stdio({ args: ['--max-sandbox', 'danger-full-access'] });
    for (const [own, owner] of [
      [home.codexHome, 'Codex'],
      [home.patchbayHome, 'Patchbay'],
    ] as const) {
      const inside = path.join(own, 'inside');
      const link = path.join(home.folder, `to-${owner}`);
      fs.mkdirSync(inside, { recursive: true });
      fs.symlinkSync(own, link);
      for (const cwd of [own, inside, link]) {
        for (const sandbox of ['workspace-write', 'danger-full-access']) {
          const result = await codex({ prompt: writing, cwd, sandbox });
          expect(textOf(result), cwd).toContain(`belongs to ${owner} itself`);
          expect(result.isError, cwd).toBe(true);
        }
      }
      expect(fs.existsSync(path.join(own, 'written'))).toBe(false);
    }
  });

  test('works in a folder inside the home folder', async ({ stdio, home }) => {
    const cwd = path.join(homeFolder(home), 'project');
    fs.mkdirSync(cwd);
    const { codex } = await stdio();
    const result = await codex({ prompt: writing, cwd, sandbox: 'workspace-write' });
    expect(result.isError).toBeUndefined();
    expect(fs.existsSync(path.join(cwd, 'written'))).toBe(true);
  });

  test('works in the home folder when the person allows that one, in any spelling, and only there', async ({
    stdio,
    home,
  }) => {
    const link = path.join(home.folder, 'to-home');
    fs.symlinkSync(homeFolder(home), link);
    const { codex } = await stdio({ args: ['--allow-folder', link] });
    const result = await codex({ prompt: writing, cwd: homeFolder(home), sandbox: 'workspace-write' });
    expect(result.isError).toBeUndefined();
    expect(fs.existsSync(path.join(homeFolder(home), 'written'))).toBe(true);
    const above = await codex({ prompt: writing, cwd: home.root, sandbox: 'workspace-write' });
    expect(textOf(above)).toMatch(tooWide);
  });
});

test('a call that only reads works in the home folder and in the root', async ({ stdio, home }) => {
  const { codex } = await stdio();
  for (const cwd of [homeFolder(home), '/']) {
    const prompt = script({ exec: { cmd: 'pwd' } }, { text: '$LAST_OUTPUT' });
    const result = await codex({ prompt, cwd, sandbox: 'read-only' });
    expect(result.isError).toBeUndefined();
    expect(textOf(result)).toContain(cwd);
  }
});

test('a client that was started in the home folder, or in what holds it, has to name a folder', async ({
  stdio,
  home,
}) => {
  for (const cwd of [homeFolder(home), home.root, '/']) {
    const { codex } = await stdio({ cwd });
    const result = await codex({ prompt: 'hello' });
    expect(textOf(result), cwd).toMatch(/^Patchbay does not know which folder to work in/);
    expect(result.isError).toBe(true);
  }
});

describe('an invalid folder', () => {
  test.for([
    ['with a NUL character', '/projects\0er', /has a NUL character in its name/],
    ['with a name that is too long', `/${'a'.repeat(300)}`, /cannot be opened: its name is too long/],
  ] as const)('%s is reported in our own words', async ([, cwd, words], { stdio }) => {
    const { codex } = await stdio();
    const result = await codex({ prompt: 'hello', cwd });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/^The working folder /);
    expect(textOf(result)).toMatch(words);
    expect(textOf(result)).not.toMatch(/argument|Received|ERR_|ENAMETOOLONG|\0/);
  });

  test('that links to itself is reported in our own words', async ({ stdio, home }) => {
    const link = path.join(home.folder, 'circle');
    fs.symlinkSync(link, link);
    const { codex } = await stdio();
    const result = await codex({ prompt: 'hello', cwd: link });
    expect(textOf(result)).toMatch(/cannot be opened: its links lead in a circle|does not exist/);
    expect(textOf(result)).not.toMatch(/ELOOP/);
  });
});
