// An MCP server on stdio that answers by a plan (odd-answers.ts), whose file is its only argument.
import fs from 'node:fs';
import readline from 'node:readline';
import { type OddPlan, oddAnswer, textOfAnswer } from './odd-answers.ts';

const plan = JSON.parse(fs.readFileSync(process.argv[2] ?? '', 'utf8')) as OddPlan;

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const request = JSON.parse(line);
  if (request.id === undefined || request.method === undefined) return;
  const answer = oddAnswer(plan, request);
  if (request.method === 'tools/call') {
    for (const said of plan.says ?? []) process.stdout.write(`${JSON.stringify(said)}\n`);
  }
  if (answer) process.stdout.write(`${textOfAnswer(answer, request.id)}${'text' in answer ? '' : '\n'}`);
});
