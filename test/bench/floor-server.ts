// The least that a bridge from HTTP to a program on stdio can do: parses each message, gives it an id of its own, and
// writes it on; no checks, no tokens, no log, no records, nothing to resume. What Patchbay does beyond that is measured
// against it. Arguments: `shared` or `isolated` (one program for all sessions, or one each), then the program.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable, Writable } from 'node:stream';

interface Program {
  send(message: { id?: unknown }, response: ServerResponse, session: string): void;
}

const [arrangement, command = '', ...args] = process.argv.slice(2);
const sessions = new Map<string, Program>();
const shared = arrangement === 'shared' ? startProgram() : undefined;

function startProgram(): Program {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const waiting = new Map<number, { id: unknown; response: ServerResponse; session: string }>();
  let lastId = 0;
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const message = JSON.parse(line);
      const one = waiting.get(message.id);
      if (!one) continue;
      waiting.delete(message.id);
      message.id = one.id;
      one.response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Mcp-Session-Id': one.session });
      one.response.end(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
    }
  });
  return {
    send(message, response, session) {
      if (message.id === undefined) response.writeHead(202).end();
      else {
        lastId += 1;
        waiting.set(lastId, { id: message.id, response, session });
        message.id = lastId;
      }
      child.stdin.write(`${JSON.stringify(message)}\n`);
    },
  };
}

const server = http.createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  request.once('end', () => {
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const id = request.headers['mcp-session-id'];
    const session = typeof id === 'string' ? id : randomUUID();
    const program = sessions.get(session) ?? shared ?? startProgram();
    sessions.set(session, program);
    program.send(JSON.parse(text), response, session);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp\n`);
});
process.once('SIGTERM', () => process.exit());
