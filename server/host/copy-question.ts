// Asks the person where a thread is to work that begins where another one writes. Its call waits for the answer.
import { randomUUID } from 'node:crypto';
import { type Approval, digestOf, isOfPerson } from '../approvals/approval.ts';
import type { Broker } from '../approvals/broker.ts';
import { secondThreadStopped } from '../errors/copies.ts';

const schema = {
  type: 'object',
  properties: {
    place: {
      type: 'string',
      title: 'Where it works',
      enum: ['copy', 'folder'],
      enumNames: ['In its own copy, to be merged later', 'In the folder, beside the other thread'],
      default: 'copy',
    },
  },
  required: ['place'],
};

/**
 * @param about.signal aborted when the call is over
 * @returns whether it gets a copy; not if nobody answers
 * @throws second-thread-stopped, when the person does not let it begin
 */
export async function wantsCopy(
  broker: Broker,
  about: { principal: string; who: string; folder: string; signal: AbortSignal },
): Promise<boolean> {
  const { principal, who, folder, signal } = about;
  const message = `${who} begins a thread in ${folder}, where another thread is writing. Without an answer, it works in the folder.`;
  const subject = { kind: 'form', source: 'Patchbay', message, schema } as const;
  const id = randomUUID();
  const approval: Approval = {
    id,
    principal,
    threadId: id,
    turnId: '',
    itemId: '',
    subject,
    digest: digestOf(subject),
  };
  const decision = await broker.decide({ current: () => approval, askers: [], signal });
  const { verdict, means, content, unanswered } = decision;
  if (verdict.startsWith('approve')) return content?.['place'] === 'copy';
  if (unanswered === undefined && isOfPerson(means)) throw secondThreadStopped(folder);
  return false;
}
