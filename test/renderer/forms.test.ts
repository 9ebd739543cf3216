// Forms that somebody else's schema describes.
import { describe, expect, test } from 'vitest';
import {
  defaultsOf,
  fieldsOf,
  problemsOf,
  sentText,
  shownText,
} from '../../renderer/components/schema-fields.ts';

const schema = {
  type: 'object',
  properties: {
    where: { type: 'string', enum: ['a', 'b'], enumNames: ['Alpha', 'Beta'] },
    titled: { type: 'string', oneOf: [{ const: 'x', title: 'Ex' }] },
    mail: { type: 'string', format: 'email' },
    count: { type: 'integer', minimum: 1, maximum: 9, default: 2 },
    many: { type: 'array', items: { type: 'string', enum: ['p', 'q'] } },
    yes: { type: 'boolean', default: true },
    odd: { type: 'object' },
  },
  required: ['where', 'mail'],
};

describe('a form', () => {
  test('has a field for every property', () => {
    const kinds = fieldsOf(schema).map(({ name, kind }) => [name, kind]);
    expect(kinds).toEqual([
      ['where', 'choice'],
      ['titled', 'choice'],
      ['mail', 'text'],
      ['count', 'number'],
      ['many', 'choices'],
      ['yes', 'boolean'],
      ['odd', 'json'],
    ]);
    expect(fieldsOf(schema)[0]).toMatchObject({
      isRequired: true,
      choices: [
        { value: 'a', label: 'Alpha' },
        { value: 'b', label: 'Beta' },
      ],
    });
  });

  test('starts with the defaults of its schema', () => {
    expect(defaultsOf(schema)).toEqual({ count: 2, yes: true });
  });

  test('says at each field why it cannot be sent', () => {
    const problems = problemsOf(schema, { mail: 'nobody', count: 12 });
    expect(Object.keys(problems).sort()).toEqual(['count', 'mail', 'where']);
    expect(problems['where']).toBe('Fill this in.');
    expect(problems['count']).toBe('Too large.');
  });

  test('can be sent once everything fits', () => {
    expect(problemsOf(schema, { where: 'a', mail: 'mira@example.com', count: 3, many: ['p'] })).toEqual({});
  });

  test('survives an invalid schema', () => {
    expect(fieldsOf(undefined)).toEqual([]);
    expect(fieldsOf({ properties: { a: 5 } })).toHaveLength(1);
    expect(problemsOf({ properties: { a: { type: 'string', pattern: '(' } } }, { a: 'x' })).toEqual({});
    expect(problemsOf(undefined, {})).toEqual({});
  });

  test('sends a time with its zone', () => {
    const sent = sentText('datetime-local', '2026-03-01T10:30');
    expect(sent).toMatch(/^2026-0\d-\d\dT.*Z$/);
    expect(shownText('datetime-local', sent)).toBe('2026-03-01T10:30');
    expect(sentText('datetime-local', 'soon')).toBeUndefined();
  });
});
