// The Azure library reads the environment of the process: what a login shell says is there while it works, and only then.
import { expect, test } from 'vitest';
import { createRedactor } from '../../server/logging/redact.ts';
import { openNetwork } from '../../server/network/network.ts';
import { azureEnvironment } from '../../server/remotes/auth/azure-environment.ts';
import { createAzureTokens } from '../../server/remotes/auth/azure-tokens.ts';

const credentials = {
  AZURE_TENANT_ID: '00000000-0000-4000-8000-000000000001',
  AZURE_CLIENT_ID: '00000000-0000-4000-8000-000000000002',
  AZURE_CLIENT_SECRET: 'a-secret-of-the-test',
};

test('after a token request, the environment of the process is as before', async () => {
  const before = { ...process.env };
  // Nobody listens there.
  const env = { ...process.env, ...credentials, AZURE_AUTHORITY_HOST: 'https://127.0.0.1:9' };
  const network = openNetwork(env);
  const tokens = createAzureTokens({
    env,
    network,
    redactor: createRedactor(),
    ways: () => 'EnvironmentCredential',
  });
  const audience = { scope: 'https://example.net/.default' };
  const failed = await tokens.get(audience as never, 'the test').catch((error) => error);
  expect(failed).toMatchObject({ code: expect.stringMatching(/^azure-/) });
  expect({ ...process.env }).toEqual(before);
  await network.close();
});

test('it is available until the last simultaneous request has ended, even if that fails', async () => {
  const seen = () => process.env['AZURE_CLIENT_SECRET'];
  const outer = seen();
  const environment = azureEnvironment(credentials);
  let end: () => void = () => undefined;
  const long = environment.during(async () => {
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    return seen();
  });
  const failing = environment.during(async () => {
    throw new Error('no token');
  });
  await expect(failing).rejects.toThrow('no token');
  end();
  expect(await long).toBe(credentials.AZURE_CLIENT_SECRET);
  expect(seen()).toBe(outer);
});
