// What a client's answer to a question means, in each of the shapes that are accepted. What then becomes of the command
// is in `approvals.test.ts`, with one row of each kind.
import { expect, test } from 'vitest';
import type { ApprovalSubject, Verdict } from '../../server/approvals/approval.ts';
import { answerOf } from '../../server/mcp/elicitation.ts';

const command: ApprovalSubject = { kind: 'command', command: 'touch ran', cwd: '/work', parsed: [] };
const inContent = (decision: unknown) => ({ action: 'accept', content: { decision } });
const REASON = { reason: 'no thanks' };

test.for<[meaning: Verdict, answer: unknown]>([
  ['approve', { action: 'accept', content: {} }],
  ['approve', { action: 'accept' }],
  ['approve', { action: 'accept', content: null }],
  ['approve', inContent('approved')],
  ['approve-for-thread', inContent('approved_for_session')],
  ['approve', { decision: 'approved' }],
  ['approve-for-thread', { decision: 'approved_for_session' }],
  ['approve', { action: 'accept', content: {}, decision: 'approved' }],
  ['approve', { decision: { approved_execpolicy_amendment: { proposed_execpolicy_amendment: ['touch'] } } }],
  ['deny', { action: 'decline' }],
  ['deny', { action: 'decline', content: null }],
  ['deny', inContent('denied')],
  ['deny', inContent('timed_out')],
  ['deny', { decision: 'denied' }],
  ['deny', { decision: 'timed_out' }],
  ['deny', { decision: { denied: {} } }],
  ['deny', { decision: { denied: null } }],
  ['stop-turn', { action: 'cancel' }],
  ['stop-turn', { action: 'cancel', content: null }],
  ['stop-turn', inContent('abort')],
  ['stop-turn', { decision: 'abort' }],
])('%s: %j', ([verdict, answer]) => {
  expect(answerOf(answer, command)).toEqual({ verdict });
});

test.for<[meaning: Verdict, answer: unknown]>([
  ['approve', { ...inContent('approved_for_session'), decision: 'approved' }],
  ['approve', { ...inContent('approved'), decision: 'approved_for_session' }],
  ['deny', { action: 'decline', decision: 'approved' }],
  ['deny', { action: 'decline', content: { decision: 'approved' } }],
  ['deny', { ...inContent('approved'), decision: 'denied' }],
  ['deny', { ...inContent('denied'), decision: 'approved' }],
  ['stop-turn', { action: 'cancel', decision: 'approved' }],
  ['stop-turn', { action: 'cancel', content: { decision: 'denied' } }],
  ['stop-turn', { action: 'decline', decision: 'abort' }],
  ['stop-turn', { ...inContent('abort'), decision: 'approved' }],
  ['stop-turn', { ...inContent('approved'), decision: 'abort' }],
])('of a contradiction the stricter half counts: %s: %j', ([verdict, answer]) => {
  expect(answerOf(answer, command)).toEqual({ verdict });
});

test.for([
  { decision: { denied: { rejection: 'no thanks' } } },
  { action: 'accept', content: { decision: 'denied', reason: 'no thanks' } },
  { action: 'decline', content: { reason: ' no thanks ' } },
])('a denial may have a reason: %j', (answer) => {
  expect(answerOf(answer, command)).toEqual({ verdict: 'deny', ...REASON });
});

test.for([
  undefined,
  null,
  'approved',
  [inContent('approved')],
  {},
  { nonsense: true },
  { action: 'maybe' },
  { action: 'accept', content: 'yes' },
  { action: 'accept', content: 'approved' },
  inContent('perhaps'),
  inContent(1),
  inContent({ approved: true }),
  { decision: 'yes' },
  { decision: 1 },
  { decision: null },
  { decision: {} },
  { decision: ['approved'] },
  { method: 'elicitation/create', result: inContent('approved') },
])('nothing is understood of %j', (answer) => {
  expect(() => answerOf(answer, command)).toThrow(/answer/);
});
