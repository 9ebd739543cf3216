// The fixture server's resources, prompts and completion.
import { completable, type McpServer, ResourceTemplate } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { picture, resource, text } from './contents.ts';

const WATCHED = 'test://watched-resource';

export function registerThings(server: McpServer): void {
  const plain = (uri: string, words: string) =>
    server.registerResource(uri, uri, { mimeType: 'text/plain' }, () => ({
      contents: [{ uri, mimeType: 'text/plain', text: words }],
    }));
  plain('test://static-text', 'Words that stay.');
  plain(WATCHED, 'Words that are watched.');
  server.registerResource('binary', 'test://static-binary', { mimeType: picture.mimeType }, ({ href }) => ({
    contents: [{ uri: href, mimeType: picture.mimeType, blob: picture.data }],
  }));
  const template = new ResourceTemplate('test://template/{id}/data', { list: undefined });
  server.registerResource('template', template, { mimeType: 'application/json' }, ({ href }, { id }) => ({
    contents: [{ uri: href, mimeType: 'application/json', text: JSON.stringify({ id }) }],
  }));
  server.server.setRequestHandler('resources/subscribe', () => ({}));
  server.server.setRequestHandler('resources/unsubscribe', () => ({}));

  const said = (...content: object[]) => ({
    messages: content.map((one) => ({ role: 'user' as const, content: one as ReturnType<typeof text> })),
  });
  server.registerPrompt('test_simple_prompt', { description: 'Plain' }, () => said(text('A plain prompt.')));
  server.registerPrompt('test_prompt_with_image', { description: 'With a picture' }, () =>
    said(picture, text('What is this?')),
  );
  const word = completable(z.string(), (value) =>
    ['paris', 'park', 'party'].filter((one) => one.startsWith(value)),
  );
  server.registerPrompt(
    'test_prompt_with_arguments',
    { description: 'With arguments', argsSchema: z.object({ arg1: word, arg2: z.string() }) },
    ({ arg1, arg2 }) => said(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  );
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'With a resource', argsSchema: z.object({ resourceUri: z.string() }) },
    ({ resourceUri }) => said(resource(resourceUri, 'Words inside.'), text('What does it say?')),
  );
}
