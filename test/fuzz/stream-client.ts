// One client of a connection that carries messages both ways, whatever it is made of: what it sends as a case, and
// what it expects back.
import { type Answers, createAnswers, type Json } from './answers.ts';
import { type Case, idOf, takes } from './door.ts';
import { type Era, hostileMessage } from './messages.ts';
import { answerHostilely, messageOf, modernMeta, probe } from './probes.ts';
import { type Random, randomFor } from './random.ts';

export interface StreamClient {
  readonly answers: Answers;
  /** What a case says, already expected. */
  messagesOf(one: Case): StreamMessage[];
}

export interface StreamMessage {
  readonly bytes: Buffer;
  /** Of a hostile request, which may be refused instead of answered. */
  readonly hostileId: string | number | undefined;
}

/** @param send says one message besides those of the cases */
export function createStreamClient(options: {
  readonly era: Era;
  readonly folder: string;
  /** Each message is a line, and every line is answered. Else a refusal is what carries it. */
  readonly isInLines: boolean;
  send(text: string): void;
}): StreamClient {
  const { era, folder, isInLines, send } = options;
  let random: Random = randomFor(0, 0);
  const answers = createAnswers((request: Json) => void answerHostilely(random, request, send));
  return {
    answers,
    messagesOf(one) {
      random = one.random.fork();
      const messages: StreamMessage[] = [];
      const count = 1 + one.random.below(5);
      for (let at = 0; at < count; at += 1) {
        const { bytes, request } = hostileMessage(one.random, era, idOf(one, at));
        if (!takes(one, at, bytes)) continue;
        if (request) answers.expect(request.id);
        else if (isInLines) answers.sentLine(bytes);
        else answers.sent(bytes);
        messages.push({ bytes, hostileId: request?.id });
      }
      for (let at = count; at < count + 2; at += 1) {
        const valid = probe(one.random, era, idOf(one, at), folder);
        const bytes = Buffer.from(messageOf(valid));
        if (!takes(one, at, bytes)) continue;
        answers.expect(valid.id, valid.check);
        messages.push({ bytes, hostileId: undefined });
      }
      return messages;
    },
  };
}

/** How a client introduces itself; one of 2026-07-28 asks whether it is understood. */
export function helloOf(era: Era, id: string): string {
  if (era === 'modern') return messageOf({ id, method: 'server/discover', params: { _meta: modernMeta() } });
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: { elicitation: {}, roots: {} },
    clientInfo: { name: 'fuzz', version: '1.0.0' },
  };
  return messageOf({ id, method: 'initialize', params });
}
