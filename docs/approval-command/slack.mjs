#!/usr/bin/env node
// Asks in Slack through a bot of your own; you answer with a reaction: ✅ (white_check_mark) or ❌ (x). Only reactions of
// the one user in the file count.
// Usage: slack.mjs CONFIG, a file only you can read: { "token": "xoxb-…", "channel": "D…", "user": "U…" }.
// The bot needs the scopes chat:write and reactions:read, and must be in the channel.
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const {
  token,
  channel,
  user,
  server = 'https://slack.com/api',
} = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const question = JSON.parse(fs.readFileSync(0, 'utf8'));
const decisions = { white_check_mark: 'approve', x: 'deny' };

async function call(method, fields) {
  const response = await fetch(`${server}/${method}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    body: new URLSearchParams(fields),
  });
  const answer = await response.json();
  if (!answer.ok) throw new Error(`Slack: ${answer.error}`);
  return answer;
}

const choices = question.answers.includes('approve') ? 'Approve with ✅, deny with ❌.' : 'Deny with ❌.';
const lines = [
  `${question.client}: ${question.question}`,
  question.summary,
  question.folder,
  ...question.dangers,
];
// Slack reads these three as markup.
const plain = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const text = plain(`${lines.join('\n').slice(0, 3000)}\n${choices}`);
const { channel: place, ts } = await call('chat.postMessage', { channel, text, mrkdwn: 'false' });

while (true) {
  await sleep(2000);
  const { message } = await call('reactions.get', { channel: place, timestamp: ts, full: 'true' });
  const given = (message.reactions ?? [])
    .filter(({ users }) => users.includes(user))
    .map(({ name }) => decisions[name]);
  // A no beside a yes is a no.
  const decision = ['deny', 'approve'].find((one) => given.includes(one) && question.answers.includes(one));
  if (decision === undefined) continue;
  process.stdout.write(JSON.stringify({ decision, digest: question.digest }));
  process.exit();
}
