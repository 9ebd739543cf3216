// What tests of signing in need: an authorization server with a remote behind it, and a home whose config.toml has that.
import fs from 'node:fs';
import path from 'node:path';
import { type OAuthLab, startOAuthLab } from './authorization-server.ts';
import { test as base } from './fixtures.ts';
import type { TestHome } from './home.ts';
import type { TestClient } from './patchbay.ts';
import { httpTable } from './remotes.ts';
import { writeSettings } from './sign-in.ts';

export const test = base.extend<{ lab: OAuthLab }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  lab: async ({}, use) => {
    const lab = await startOAuthLab();
    await use(lab);
    await lab.close();
  },
});

export const secretsFileOf = ({ patchbayHome }: TestHome) => path.join(patchbayHome, 'secrets.json');

/** Makes it the remote `lab`. Secrets are kept in a file unless the settings say otherwise. */
export function prepareLab(home: TestHome, lab: OAuthLab, settings: Record<string, unknown> = {}): void {
  writeSettings(home, settings);
  fs.writeFileSync(path.join(home.codexHome, 'config.toml'), httpTable('lab', lab.url));
}

/** Calls the one tool of the lab. */
export const callEcho = ({ client }: TestClient) =>
  client.callTool({ name: 'mcp__lab__echo', arguments: {} });

export { expect } from './fixtures.ts';
