#!/usr/bin/env node
// Asks on your phone through ntfy (https://ntfy.sh, or a server of your own), with two buttons.
// Usage: ntfy.mjs CONFIG, a file only you can read: { "server": "https://ntfy.sh", "topic": "…", "token": "tk_…" }.
// Whoever can read the topic can answer: protect it with a token, or at least give it a name nobody can guess.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';

const { server, topic, token } = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const question = JSON.parse(fs.readFileSync(0, 'utf8'));
const headers = token ? { Authorization: `Bearer ${token}` } : {};
// Known to those who get the message, and used once.
const answers = `${topic}-${randomUUID()}`;

const stream = await fetch(new URL(`${answers}/json`, `${server}/`), { headers });
if (!stream.ok) throw new Error(`ntfy: ${stream.status}`);
const button = (label, body) => {
  const url = new URL(answers, `${server}/`).href;
  return { action: 'http', label, url, method: 'POST', headers, body, clear: true };
};
const sent = await fetch(server, {
  method: 'POST',
  headers,
  body: JSON.stringify({
    topic,
    title: `${question.client}: ${question.question}`,
    message: [question.summary, question.folder, ...question.dangers].join('\n').slice(0, 3000),
    priority: question.dangers.length > 0 ? 5 : 4,
    actions: [
      ...(question.answers.includes('approve') ? [button('Approve', 'approve')] : []),
      button('Deny', 'deny'),
    ],
  }),
});
if (!sent.ok) throw new Error(`ntfy: ${sent.status}`);

let rest = '';
for await (const chunk of stream.body.pipeThrough(new TextDecoderStream())) {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const { event, message } of lines.filter(Boolean).map((line) => JSON.parse(line))) {
    if (event !== 'message' || !question.answers.includes(message)) continue;
    process.stdout.write(JSON.stringify({ decision: message, digest: question.digest }));
    process.exit();
  }
}
throw new Error('ntfy ended the connection');
