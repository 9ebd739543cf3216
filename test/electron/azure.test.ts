// Azure in the app: what the engine runs to get a token is Electron there, told to be Node.
import { describe } from 'vitest';
import { expect, test } from '../support/app-fixtures.ts';
import { startFakeAzure } from '../support/fake-azure.ts';
import { claimsOf } from '../support/fake-entra.ts';
import { script } from '../support/fake-model.ts';
import { forward } from '../support/forward.ts';
import { textOf } from '../support/patchbay.ts';

describe('the app', () => {
  test('runs a turn of a model at Azure with a token from az alone', async ({
    home,
    model,
    start,
    httpClient,
  }) => {
    const tokens: (string | undefined)[] = [];
    const azure = await startFakeAzure(home, {
      names: ['my-resource.openai.azure.com'],
      server: (request, response) => {
        tokens.push(request.headers.authorization?.replace(/^Bearer /, ''));
        forward(new URL(request.url?.replace('/openai', '') ?? '', model.baseUrl), request, response);
      },
    });
    Object.assign(home.env, azure.env.common, azure.env.az);
    home.writeConfig({ baseUrl: 'https://my-resource.openai.azure.com/openai/v1' });
    const app = await start();
    const client = await httpClient(await app.server('cursor'));
    const result = await client.codex({ prompt: script({ text: 'hello from Azure' }), cwd: home.folder });
    expect(textOf(result)).toBe('hello from Azure');
    expect(claimsOf(tokens[0] ?? '').src).toBe('az');
    await app.stop();
    await azure.close();
  });
});
