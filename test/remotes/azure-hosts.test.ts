// Which addresses get an Azure token unasked: seen at the servers that answer for them. No name is looked up, since
// everything goes through a proxy of the test.

import { startFakeAzure } from '../support/fake-azure.ts';
import { claimsOf } from '../support/fake-entra.ts';
import { expect, test } from '../support/fixtures.ts';
import { createGuardedRemote } from '../support/guarded-remote.ts';
import { openSession } from '../support/raw-http.ts';
import { httpTable } from '../support/remotes.ts';

const OPENAI = 'https://cognitiveservices.azure.com';
const FOUNDRY = 'https://ai.azure.com';
const US = 'https://cognitiveservices.azure.us';
const CHINA = 'https://cognitiveservices.azure.cn';

/** Address, and what the token that it gets was asked for. */
const belongs: readonly (readonly [string, string])[] = [
  ['https://my-resource.openai.azure.com/mcp', OPENAI],
  ['https://MY-Upper.OpenAI.Azure.COM/mcp', OPENAI],
  ['https://my-port.openai.azure.com:8443/mcp', OPENAI],
  ['https://my-dot.openai.azure.com./mcp', OPENAI],
  ['https://eu.my-sub.openai.azure.com/mcp', OPENAI],
  ['https://my-query.openai.azure.com/mcp?api-version=preview', OPENAI],
  ['https://my-stop.openai.azure\u3002com/mcp', OPENAI],
  ['https://my-wide.openai.azure.\uff43\uff4f\uff4d/mcp', OPENAI],
  ['https://my-escape.openai%2eazure.com/mcp', OPENAI],
  ['https://xn--bcher-kva.openai.azure.com/mcp', OPENAI],
  ['https://my-resource.cognitiveservices.azure.com/mcp', OPENAI],
  ['https://my-resource.services.ai.azure.com/api/projects/p/mcp', FOUNDRY],
  ['https://my-resource.openai.azure.us/mcp', US],
  ['https://my-resource.cognitiveservices.azure.us/mcp', US],
  ['https://my-resource.services.ai.azure.us/api/projects/p', 'https://ai.azure.us'],
  ['https://my-resource.openai.azure.cn/mcp', CHINA],
  ['https://my-resource.cognitiveservices.azure.cn/mcp', CHINA],
  ['https://my-resource.services.ai.azure.cn/api/projects/p', 'https://ai.azure.cn'],
];

/** These get none, whatever they look like. */
const foreign: readonly string[] = [
  // More behind it.
  'https://my-resource.openai.azure.com.evil.example/mcp',
  'https://my-resource.cognitiveservices.azure.com.evil.example/mcp',
  'https://my-resource.services.ai.azure.com.evil.example/mcp',
  'https://my-resource.openai.azure.com-evil.example/mcp',
  'https://my-resource.openai.azure.company/mcp',
  'https://my-resource.openai.azure.com.au/mcp',
  'https://my-resource.openai.azure.us.com/mcp',
  'https://my-resource.openai.azure.com%2eevil.example/mcp',
  // Something else before it, or nothing.
  'https://evil-openai.azure.com/mcp',
  'https://myopenai.azure.com/mcp',
  'https://openai.azure.com/mcp',
  'https://cognitiveservices.azure.com/mcp',
  'https://services.ai.azure.com/mcp',
  'https://services.ai.azure.cn/mcp',
  'https://my-resource.services.ai.azure.cn.evil.example/mcp',
  'https://x.ai.azure.cn/mcp',
  'https://x.evilopenai.azure.com/mcp',
  'https://x.ai.azure.com/mcp',
  'https://x.azure.com/mcp',
  'https://azure.com/mcp',
  // Other names around the same words.
  'https://openai.azure.evil.example/mcp',
  'https://aoai.azure.evil.example/mcp',
  'https://cognitiveservices.azure.evil.example/mcp',
  'https://my-resource.openai-azure.com/mcp',
  'https://my-resource.openai.azure-com.example/mcp',
  'https://my-resource.openai.azurecom.example/mcp',
  'https://my-resource.openai.azure.net/mcp',
  'https://my-resource.openai.azure.co/mcp',
  'https://my-resource.openai.azure.org/mcp',
  'https://my-resource.openai.windows.net/mcp',
  // Names anybody can have.
  'https://my-openai.azure-api.net/mcp',
  'https://openai.azure-api.us/mcp',
  'https://evil.azurefd.net/mcp',
  'https://openai.azure.com.azurefd.net/mcp',
  'https://evil.azurewebsites.net/mcp',
  'https://evil.azurecontainerapps.io/mcp',
  'https://evil.azureedge.net/mcp',
  'https://evil.blob.core.windows.net/mcp',
  'https://evil.cloudapp.azure.com/mcp',
  'https://evil.westeurope.cloudapp.azure.com/mcp',
  'https://evil.trafficmanager.net/mcp',
  // Azure's, but keys alone open them, or another sign-in does.
  'https://eastus.api.cognitive.microsoft.com/mcp',
  'https://mcp.ai.azure.com/mcp',
  'https://management.azure.com/mcp',
  // The name stands elsewhere.
  'https://my-resource.openai.azure.com@evil.example/mcp',
  'https://evil.example/my-resource.openai.azure.com',
  'https://evil.example/?u=https://my-resource.openai.azure.com',
  'https://evil.example#my-resource.openai.azure.com',
  'https://evil.example\\@my-resource.openai.azure.com/mcp',
  // In clear, or with a name and a password.
  'http://my-clear.openai.azure.com/mcp',
  'http://my-clear.services.ai.azure.com:8080/mcp',
  'https://user:password@my-secret.openai.azure.com/mcp',
  // Letters that look alike.
  'https://my-resource.openai.azure.c\u043em/mcp',
  'https://my-resource.\u043epenai.azure.com/mcp',
  'https://my-resource.openai.azur\u0435.com/mcp',
  'https://my-resource.open\u0430i.azure.com/mcp',
  // No name at all, or a wrong one.
  'https://.openai.azure.com/mcp',
  'https://my..openai.azure.com/mcp',
  'https://api.openai.com/v1',
  'https://127.0.0.1.nip.example/openai.azure.com',
];

/** Nothing gets there: fetch takes no password in an address, and no certificate has such a name. */
const isUnreachable = (url: string) => /^https:\/\/([^/]*@|\.|my\.\.)/.test(url);

const hostOf = (url: string) => new URL(url).host;

test('an address gets a token if its host belongs to Azure, and none if it only looks like it', async ({
  home,
  model,
  http: start,
}) => {
  const all = [...belongs.map(([url]) => url), ...foreign];
  expect(all.length).toBeGreaterThanOrEqual(60);
  const names = [...new Set(all.map((url) => new URL(url).hostname.replace(/\.$/, '')))];
  const remote = createGuardedRemote(() => ({ status: 200 }));
  const azure = await startFakeAzure(home, {
    names: names.filter((name) => !/^\.|\.\./.test(name)),
    server: remote.listener,
  });
  Object.assign(home.env, azure.env.common, azure.env.appService);
  const tables = all.map((url, at) => httpTable(`r${at}`, url, 'startup_timeout_sec = 20'));
  home.writeConfig({ baseUrl: model.baseUrl, extra: tables.join('\n') });
  const server = await start();
  const session = await openSession(server);
  await session.ask('tools/list');

  const tokensAt = (host: string) =>
    remote.seen.flatMap((request) =>
      request.host === host && request.token ? [claimsOf(request.token).aud] : [],
    );
  for (const [url, audience] of belongs) {
    expect.soft(new Set(tokensAt(hostOf(url))), url).toEqual(new Set([audience]));
  }
  for (const url of foreign) {
    expect.soft(tokensAt(hostOf(url)), url).toEqual([]);
  }
  const reached = new Set(remote.seen.map(({ host }) => host));
  const missed = foreign.filter((url) => !isUnreachable(url) && !reached.has(hostOf(url)));
  expect(missed).toEqual([]);
  await azure.close();
});

for (const [cloud, host, login] of [
  ['the public cloud', 'my-resource.openai.azure.com', 'login.microsoftonline.com'],
  ['US Government', 'my-resource.openai.azure.us', 'login.microsoftonline.us'],
  ['China', 'my-resource.openai.azure.cn', 'login.partner.microsoftonline.cn'],
] as const) {
  test(`a token for ${cloud} is requested from its own login host`, async ({ home, model, http: start }) => {
    const remote = createGuardedRemote(() => ({ status: 200 }));
    const azure = await startFakeAzure(home, { names: [host], server: remote.listener });
    Object.assign(home.env, azure.env.common, azure.env.clientSecret);
    home.writeConfig({ baseUrl: model.baseUrl, extra: httpTable('there', `https://${host}/mcp`) });
    await (await openSession(await start())).ask('tools/list');
    expect(remote.seen.map(({ token }) => claimsOf(token ?? '').src)).toContain('login');
    expect(new Set(azure.proxied)).toEqual(new Set([`${host}:443`, `${login}:443`]));
    await azure.close();
  });
}
