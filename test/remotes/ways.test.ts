// What holds for a client of either era on either transport.

import { textOf } from '../support/patchbay.ts';
import { probeTable } from '../support/remotes.ts';
import { expect, test, ways } from '../support/ways.ts';

for (const way of ways) {
  test(`a remote's tools are called, and its questions answered, over ${way}`, async ({
    home,
    model,
    connect,
  }) => {
    home.writeConfig({ baseUrl: model.baseUrl, extra: probeTable('probe') });
    const answer = { action: 'accept', content: { colour: 'green' } };
    const client = await connect(way, { onElicit: () => answer });
    expect(textOf(await client.call('mcp__probe__echo', { a: 1 }))).toBe('{"a":1}');
    const requestedSchema = { type: 'object', properties: { colour: { type: 'string' } } };
    const params = { message: 'Which colour?', requestedSchema };
    const asked = await client.call('mcp__probe__ask', { method: 'elicitation/create', params });
    expect(JSON.parse(textOf(asked))).toMatchObject(answer);
    expect(client.elicitations[0]?.params).toMatchObject({ message: 'Which colour?' });
  });
}
