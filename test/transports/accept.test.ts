// Which answers a client takes, by its Accept header.
import { expect, test } from 'vitest';
import { accepts } from '../../server/transports/http/accept.ts';

/** [header, whether it takes JSON, whether it takes a stream of events] */
const headers: readonly (readonly [string | undefined, boolean, boolean])[] = [
  ['application/json, text/event-stream', true, true],
  ['text/event-stream;q=0.5,Application/JSON ; charset=utf-8', true, true],
  ['*/*', true, true],
  ['text/html, */*;q=0.8', true, true],
  ['application/*, text/*', true, true],
  ['application/*', true, false],
  ['text/*', false, true],
  ['application/json', true, false],
  ['application/json, text/event-stream;q=0', true, false],
  ['text/html', false, false],
  ['application/jsonp, text/event-streams', false, false],
  ['*', false, false],
  ['', false, false],
  [undefined, false, false],
];

test.each(headers)('%s', (header, json, events) => {
  expect(accepts(header, 'application/json')).toBe(json);
  expect(accepts(header, 'text/event-stream')).toBe(events);
});
