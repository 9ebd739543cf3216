// The same with more of everything: `npm run cross-talk`.
import { expect, test } from '../support/fixtures.ts';
import { httpTable, probeTable, serveEverything } from '../support/remotes.ts';
import { talkAcross } from './cross-talk.ts';

test('no answer, question, progress report or log line reaches another session', async ({
  home,
  model,
  http,
}) => {
  const everything = await serveEverything('streamableHttp', home.env);
  try {
    home.writeConfig({
      baseUrl: model.baseUrl,
      extra: probeTable('probe') + httpTable('everything', everything.url),
    });
    const seen = await talkAcross(await http(), { sessions: 4, parallel: 8, calls: 64 });
    expect(seen.wrong).toEqual([]);
    expect(seen).toMatchObject({ calls: 256, questions: 64, progressReports: 192, logLines: 192 });
  } finally {
    await everything.stop();
  }
});
