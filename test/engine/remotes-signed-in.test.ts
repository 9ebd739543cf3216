// Codex calls remotes that need somebody to be signed in: Patchbay signs in, the engine has no token of theirs.

import { startFakeAzure } from '../support/fake-azure.ts';
import { claimsOf } from '../support/fake-entra.ts';
import { script } from '../support/fake-model.ts';
import { createGuardedRemote, serveGuarded } from '../support/guarded-remote.ts';
import { makeHeardEngine } from '../support/heard-engine.ts';
import { expect, test } from '../support/oauth-fixtures.ts';
import { textOf } from '../support/patchbay.ts';
import { httpTable } from '../support/remotes.ts';
import { signIn, writeSettings } from '../support/sign-in.ts';

const SCOPE = 'api://11111111-2222-3333-4444-555555555555/.default';
const UNASKED = 'default_tools_approval_mode = "approve"';
const calling = (server: string) =>
  script({ mcp: { server, tool: 'echo', args: { text: 'hi' } } }, { text: 'It said: $LAST_OUTPUT' });

test('with OAuth, where the engine alone would have had to sign in itself', async ({
  home,
  model,
  lab,
  http,
  httpClient,
}) => {
  writeSettings(home, {});
  home.writeConfig({ baseUrl: model.baseUrl, extra: httpTable('lab', lab.url, UNASKED) });
  const server = await http();
  await signIn(home, 'lab');
  const { codex } = await httpClient(server);
  const result = await codex({ prompt: calling('lab'), cwd: home.folder });
  expect(textOf(result)).toContain('hello');
});

test('with Azure, and the engine gets no token but its pass', async ({ home, model, http, httpClient }) => {
  const azure = await startFakeAzure(home);
  const remote = createGuardedRemote(({ token }) => ({ status: token === undefined ? 401 : 200 }));
  const served = await serveGuarded(remote);
  Object.assign(home.env, azure.env.common, azure.env.clientSecret);
  writeSettings(home, { remotes: { guarded: { azureScope: SCOPE } } });
  home.writeConfig({ baseUrl: model.baseUrl, extra: httpTable('guarded', served.url, UNASKED) });
  const engine = makeHeardEngine(home);
  const { codex } = await httpClient(await http(['--engine', engine.file]));
  const result = await codex({ prompt: calling('guarded'), cwd: home.folder });
  expect(textOf(result)).toContain('echo: hi');
  const tokens = new Set(remote.seen.map(({ token }) => token ?? ''));
  expect([...tokens].map((token) => claimsOf(token)['aud'])).toEqual([SCOPE.replace('/.default', '')]);
  const pass = await engine.passFor('guarded');
  expect(Object.keys(pass.headers)).toEqual(['X-Patchbay-Pass']);
  expect(JSON.stringify(model.requests)).not.toContain([...tokens][0]);
  await served.close();
  await azure.close();
});
