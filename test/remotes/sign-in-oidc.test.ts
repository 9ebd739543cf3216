// Signing in with an authorization server the project did not write, found by OpenID Connect discovery.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '../support/fixtures.ts';
import { browseWithCookies, startOidcRemote } from '../support/oidc-provider.ts';
import { runPatchbay, textOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { httpTable } from '../support/remotes.ts';
import { signIn, writeSettings } from '../support/sign-in.ts';

test('a person signs in, the token is renewed when it expires, and signing out revokes everything', async ({
  home,
  http,
  httpClient,
}) => {
  const remote = await startOidcRemote(3);
  try {
    writeSettings(home, {});
    const scopes = 'scopes = ["openid", "email", "offline_access"]';
    fs.writeFileSync(path.join(home.codexHome, 'config.toml'), httpTable('far', remote.url, scopes));
    const server = await http();
    const { code, stderr } = await signIn(home, 'far', { browse: browseWithCookies });
    expect({ code, stderr }).toMatchObject({ code: 0 });

    const client = await httpClient(server);
    const call = () => client.client.callTool({ name: 'mcp__far__echo', arguments: {} });
    await eventually(async () => (await call()).isError !== true);
    const stored = () => {
      const { entries } = JSON.parse(fs.readFileSync(path.join(home.patchbayHome, 'secrets.json'), 'utf8'));
      const [entry] = Object.values(entries) as [{ about: unknown; plain: string }];
      return { about: entry.about, access: JSON.parse(entry.plain).tokens.access as string };
    };
    const statusWith = async (access: string) => {
      const headers = { Authorization: `Bearer ${access}` };
      return (await fetch(remote.url, { method: 'POST', headers, body: '{}' })).status;
    };
    const first = stored().access;
    await eventually(async () => (await statusWith(first)) === 401);
    const later = await eventually(async () => {
      const answer = await call();
      // On a busy machine the new token has expired too before it arrives.
      return answer.isError !== true && answer;
    });
    expect(textOf(later as never)).toBe('hello');
    expect(stored().about).toMatchObject({ account: 'ada@example.com' });

    // A new token lasts only so long too.
    const access = await eventually(async () => {
      await call();
      const { access: newest } = stored();
      return (await statusWith(newest)) === 202 && newest;
    });
    expect(await runPatchbay(home, ['mcp', 'logout', 'far'])).toMatchObject({ code: 0, stderr: '' });
    expect(await statusWith(access)).toBe(401);
  } finally {
    await remote.close();
  }
});
