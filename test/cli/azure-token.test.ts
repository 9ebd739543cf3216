// `patchbay azure-token`: one token on standard output, from the host's memory where one runs, or why there is none.
import { type FakeAzure, startFakeAzure } from '../support/fake-azure.ts';
import { claimsOf } from '../support/fake-entra.ts';
import { test as base, expect } from '../support/fixtures.ts';
import { runPatchbay } from '../support/patchbay.ts';

const test = base.extend<{ azure: FakeAzure }>({
  azure: async ({ home }, use) => {
    const azure = await startFakeAzure(home);
    Object.assign(home.env, azure.env.common);
    await use(azure);
    await azure.close();
  },
});

const SCOPE = 'api://some-application/.default';

test('it prints a token for Azure OpenAI, or for the given scope', async ({ azure, home }) => {
  Object.assign(home.env, azure.env.az);
  const usual = await runPatchbay(home, ['azure-token']);
  expect(usual).toMatchObject({ code: 0, stderr: '' });
  expect(claimsOf(usual.stdout.trim())).toMatchObject({
    aud: 'https://cognitiveservices.azure.com',
    src: 'az',
  });
  const given = await runPatchbay(home, ['azure-token', '--scope', SCOPE]);
  expect(claimsOf(given.stdout.trim()).aud).toBe('api://some-application');
});

test('while a host runs, tokens are cached in one place', async ({ azure, home, http: start }) => {
  Object.assign(home.env, azure.env.az);
  await start();
  const printed = await Promise.all(
    [1, 2, 3].map(() => runPatchbay(home, ['azure-token', '--scope', SCOPE])),
  );
  printed.push(await runPatchbay(home, ['azure-token', '--scope', SCOPE]));
  expect(new Set(printed.map(({ code, stdout }) => `${code} ${stdout}`)).size).toBe(1);
  expect(claimsOf(printed[0]?.stdout ?? '').aud).toBe('api://some-application');
  expect(azure.azCalls()).toBe(1);
});

for (const where of ['alone', 'through the host']) {
  test(`${where}, without a sign-in, it ends by itself with what to do, and what was tried`, async ({
    azure,
    home,
    http: start,
  }) => {
    Object.assign(home.env, azure.env.silentImds);
    if (where !== 'alone') await start();
    const { code, stdout, stderr } = await runPatchbay(home, ['azure-token']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/sign-in for https:\/\/cognitiveservices\.azure\.com\/\.default took over 8 s/);
  });
}

test("a wrong secret is explained, with Azure's own message below", async ({ azure, home }) => {
  Object.assign(home.env, azure.env.clientSecret, { AZURE_CLIENT_SECRET: 'expired' });
  const { code, stderr } = await runPatchbay(home, ['azure-token']);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /the client secret has expired \(AADSTS7000222\).*\n.*The provided client secret keys are expired/s,
  );
});

test('an expired token is not printed', async ({ azure, home }) => {
  Object.assign(home.env, azure.env.az, { FAKE_AZ: 'expired' });
  const { code, stdout, stderr } = await runPatchbay(home, ['azure-token']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/that expired at 2024-02-03T.* Run `az login` again/);
});

test('an invalid scope is refused before any request', async ({ azure, home }) => {
  Object.assign(home.env, azure.env.az);
  const { code, stderr } = await runPatchbay(home, ['azure-token', '--scope', 'x; touch pwned/.default']);
  expect(code).toBe(2);
  expect(stderr).toContain('is not an Azure scope');
  expect(azure.azCalls()).toBe(0);
});
