// The recipes of docs/approval-command.md, run as Patchbay runs them, against stand-ins of the services on loopback.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { json, text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { type ApprovalSubject, digestOf } from '../../server/approvals/approval.ts';
import { answerOf } from '../../server/approvals/command/answer.ts';
import { questionFor } from '../../server/approvals/command/question.ts';
import { inheritedEnvironment } from '../../server/processes/inherited-environment.ts';
import { runGuarded } from '../../server/processes/run-guarded.ts';

type Service = (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void> | void;

const subject: ApprovalSubject = { kind: 'command', command: 'rm -rf build <&>', cwd: '/work', parsed: [] };
const digest = digestOf(subject);
const folder = path.resolve(import.meta.dirname, '../../docs/approval-command');

/** What the recipe answers, as the host reads it. */
async function run(recipe: string, config: object, service: Service, seconds = 20) {
  const server = http.createServer((request, response) => void service(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'recipe-')), 'config.json');
  fs.writeFileSync(file, JSON.stringify({ ...config, server: address }), { mode: 0o600 });
  const question = questionFor(
    { id: 'q', principal: 'p', threadId: 't', turnId: 'u', itemId: 'i', subject, digest },
    {
      who: 'cursor',
      folder: '/work',
      dangers: ['recursive-delete'],
      answerBy: Date.now(),
      redact: (said) => said,
    },
  );
  try {
    const outcome = await runGuarded({
      program: process.execPath,
      arguments: [path.join(folder, recipe), file],
      cwd: folder,
      env: inheritedEnvironment(process.env),
      input: JSON.stringify(question),
      limitMs: seconds * 1000,
      limitBytes: 65_536,
      signal: new AbortController().signal,
      guard: { watch() {}, release() {}, close: async () => undefined },
    });
    return answerOf(outcome, { digest, canApprove: true, seconds });
  } finally {
    fs.rmSync(path.dirname(file), { recursive: true });
    server.closeAllConnections();
    server.close();
  }
}

/** ntfy: messages are JSON posted to `/`, or text posted to a topic; `/TOPIC/json` is a stream of them. */
function ntfy(press: (actions: { label: string; body: string }[]) => string | undefined): Service {
  const streams = new Map<string, http.ServerResponse>();
  return async (request, response) => {
    if (request.headers.authorization !== 'Bearer tk_secret') return void response.writeHead(403).end();
    const [, topic = '', isStream] = (request.url ?? '').split('/');
    if (isStream === 'json') {
      response.write(`${JSON.stringify({ event: 'open', topic })}\n`);
      streams.set(topic, response);
      return;
    }
    const {
      topic: to,
      message,
      actions,
      priority,
    } = (await json(request)) as never as {
      topic: string;
      message: string;
      priority: number;
      actions: { label: string; body: string; url: string }[];
    };
    expect([topic, to, priority]).toEqual(['', 'mine', 5]);
    expect(message).toContain('rm -rf build');
    response.end('{}');
    const body = press(actions);
    const stream = streams.get(new URL(actions[0]?.url ?? '').pathname.slice(1));
    stream?.write(`${JSON.stringify({ event: 'keepalive' })}\n{"event":"mess`);
    stream?.[body === undefined ? 'end' : 'write'](`age","message":${JSON.stringify(body)}}\n`);
  };
}

/** Slack: form fields in, `{ ok }` out. */
function slack(reactions: object[]): Service {
  return async (request, response) => {
    const fields = new URLSearchParams(await text(request));
    const isIn = request.headers.authorization === 'Bearer xoxb-secret';
    if (!isIn) return void response.end(JSON.stringify({ ok: false, error: 'invalid_auth' }));
    if (request.url === '/chat.postMessage') {
      expect(fields.get('text')).toContain('rm -rf build &lt;&amp;&gt;');
      return void response.end(JSON.stringify({ ok: true, channel: 'D1', ts: '17.1' }));
    }
    expect([request.url, fields.get('channel'), fields.get('timestamp')]).toEqual([
      '/reactions.get',
      'D1',
      '17.1',
    ]);
    response.end(JSON.stringify({ ok: true, message: { reactions } }));
  };
}

/** Telegram: JSON in, `{ ok, result }` out. */
function telegram(press: (approve: string, deny: string) => object[]): Service {
  let buttons: { callback_data: string }[] = [];
  return async (request, response) => {
    const [, bot, method] = (request.url ?? '').split('/');
    const ok = (result: unknown) => response.end(JSON.stringify({ ok: true, result }));
    if (bot !== 'bot1:secret') {
      return void response.end(JSON.stringify({ ok: false, error_code: 401, description: 'Unauthorized' }));
    }
    const body = (await json(request)) as never as {
      reply_markup: { inline_keyboard: [{ callback_data: string }[]] };
    };
    if (method === 'sendMessage') [buttons] = body.reply_markup.inline_keyboard;
    const [approve, deny] = buttons.map(({ callback_data }) => callback_data);
    ok(method === 'getUpdates' ? press(approve ?? '', deny ?? '') : {});
  };
}

const failure = { verdict: 'deny', reason: expect.stringContaining('nobody is there') };
const yes = { verdict: 'approve' };
const no = { verdict: 'deny' };
const pressed = (data: string, id = 7) => ({ callback_query: { id: 'c', from: { id }, data } });
const reacted = (name: string, ...users: string[]) => ({ name, users });
const toNtfy = { topic: 'mine', token: 'tk_secret' };
const toSlack = { token: 'xoxb-secret', channel: 'D1', user: 'U7' };
const toTelegram = { token: '1:secret', user: 7 };
const bodyOf = (label: string) => (actions: { label: string; body: string }[]) =>
  actions.find((action) => action.label === label)?.body;

describe.concurrent('the recipe', () => {
  test.each<[string, string, object, Service, unknown]>([
    ['ntfy.mjs', 'approves by a button', toNtfy, ntfy(bodyOf('Approve')), yes],
    ['ntfy.mjs', 'denies by a button', toNtfy, ntfy(bodyOf('Deny')), no],
    ['ntfy.mjs', 'denies when the stream ends', toNtfy, ntfy(() => undefined), failure],
    ['ntfy.mjs', 'denies when it is not let in', { ...toNtfy, token: 'x' }, ntfy(bodyOf('Approve')), failure],
    ['slack.mjs', 'approves by a reaction', toSlack, slack([reacted('white_check_mark', 'U7')]), yes],
    [
      'slack.mjs',
      'counts a no beside a yes',
      toSlack,
      slack([reacted('white_check_mark', 'U7'), reacted('x', 'U8', 'U7')]),
      no,
    ],
    ['slack.mjs', 'denies when it is not let in', { ...toSlack, token: 'x' }, slack([]), failure],
    ['telegram.mjs', 'approves by a button', toTelegram, telegram((approve) => [pressed(approve)]), yes],
    ['telegram.mjs', 'denies by a button', toTelegram, telegram((_, deny) => [pressed(deny)]), no],
    [
      'telegram.mjs',
      'counts only its person and its own question',
      toTelegram,
      telegram((approve, deny) => [pressed(approve, 8), pressed('approve 1234'), pressed(deny)]),
      no,
    ],
    [
      'telegram.mjs',
      'denies when it is not let in',
      { ...toTelegram, token: 'x' },
      telegram(() => []),
      failure,
    ],
  ])('%s %s', async (recipe, _, config, service, answer) => {
    expect(await run(recipe, config, service)).toEqual(answer);
  });

  test('slack.mjs does not count reactions of others, and is denied when its time is over', async () => {
    const others = slack([reacted('white_check_mark', 'U8')]);
    expect(await run('slack.mjs', toSlack, others, 4)).toEqual({
      verdict: 'deny',
      reason: expect.stringContaining('within 4 s'),
    });
  });
});
