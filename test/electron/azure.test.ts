// Azure in the app: what the engine runs to get a token is Electron there, told to be Node.
import http from 'node:http';
import { describe } from 'vitest';
import { expect, RETRIED, test } from '../support/app-fixtures.ts';
import { startFakeAzure } from '../support/fake-azure.ts';
import { claimsOf } from '../support/fake-entra.ts';
import { script } from '../support/fake-model.ts';
import { textOf } from '../support/patchbay.ts';

describe('the app', RETRIED, () => {
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
        const { method, headers } = request;
        const target = { host: '127.0.0.1', port: model.port, path: request.url?.replace('/openai', '') };
        const upstream = http.request({ ...target, method, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        });
        upstream.on('error', () => response.destroy());
        request.pipe(upstream);
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
