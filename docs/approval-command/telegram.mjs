#!/usr/bin/env node
// Asks in Telegram through a bot of your own, with two buttons. Only the answer of the one user in the file counts.
// Usage: telegram.mjs CONFIG, a file only you can read: { "token": "123:ABC…", "user": 12345678 }.
// Make the bot with @BotFather and write to it once; `user` is your id, which @userinfobot tells you.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const {
  token,
  user,
  server = 'https://api.telegram.org',
} = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const question = JSON.parse(fs.readFileSync(0, 'utf8'));
const nonce = randomBytes(16).toString('hex');
const ANOTHER_READS = 409;

async function call(method, body) {
  const response = await fetch(`${server}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { ok, result, error_code: code, description } = await response.json();
  if (ok) return result;
  // Another question is being asked at this moment.
  if (code === ANOTHER_READS) return [];
  throw new Error(`Telegram: ${description}`);
}

const button = (text, answer) => ({ text, callback_data: `${answer} ${nonce}` });
await call('sendMessage', {
  chat_id: user,
  text: [`${question.client}: ${question.question}`, question.summary, question.folder, ...question.dangers]
    .join('\n')
    .slice(0, 4000),
  reply_markup: {
    inline_keyboard: [
      [
        ...(question.answers.includes('approve') ? [button('Approve', 'approve')] : []),
        button('Deny', 'deny'),
      ],
    ],
  },
});

while (true) {
  // The newest hundred, none of which is taken away from other questions that wait.
  const updates = await call('getUpdates', { offset: -100, timeout: 0, allowed_updates: ['callback_query'] });
  for (const { callback_query: pressed } of updates) {
    const [decision, of] = pressed?.data?.split(' ') ?? [];
    if (of !== nonce || pressed.from.id !== user || !question.answers.includes(decision)) continue;
    await call('answerCallbackQuery', { callback_query_id: pressed.id, text: decision }).catch(
      () => undefined,
    );
    process.stdout.write(JSON.stringify({ decision, digest: question.digest }));
    process.exit();
  }
  await sleep(1500);
}
