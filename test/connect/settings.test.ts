// Every format of settings file, 200 generated ones each: only our entry changes, connecting twice is connecting once, and
// taking it out gives the file back byte for byte.
import { describe, expect, test } from 'vitest';
import { type KnownClient, knownClients, type Target } from '../../server/connect/clients.ts';
import { changeEntries, type Entries, entriesIn } from '../../server/connect/edit-settings.ts';
import { meaningOf } from '../../server/connect/entry-meaning.ts';
import { lookInto } from '../../server/connect/look.ts';
import { oldCallOf } from '../../server/connect/old-entries.ts';
import { planConnection, planRemoval } from '../../server/connect/plan.ts';
import { digestOf } from '../../server/connect/settings-files.ts';
import { randomFor } from '../fuzz/random.ts';
import { generateSettings, oddNames } from './generated-settings.ts';

const CASES = Number(process.env['CASES'] ?? 200);
const SEED = 14;

const program = '/opt/patchbay/out/patchbay.js';
const own = { program, addresses: ['127.0.0.1:7345'] };
const targets: readonly Target[] = [
  { kind: 'stdio', command: '/usr/bin/node', args: [program, 'mcp-server'], env: { PATCHBAY_HOME: '/p b' } },
  { kind: 'http', url: 'http://127.0.0.1:7345/mcp', token: 'pb_x' },
];

describe.each(['cursor', 'opencode', 'codex', 'goose'])('settings of %s', (id) => {
  const client = clientOf(id);
  const { format, container } = client;
  const look = (text: string | undefined) => lookInto(client, { shownFile: '/s', file: '/s', text }, own);

  test(`keep every byte that is not ours, ${CASES} times`, () => {
    for (let index = 0; index < CASES; index += 1) {
      const random = randomFor(SEED, index);
      const { text, own: ours, hasOthers } = generateSettings(client, random);
      const target = random.pick(targets);
      const hint = `case ${index}: ${JSON.stringify(text)}`;

      const before = look(text);
      const after = attempt(hint, () => planConnection(client, before, target)?.after);
      if (after === undefined) throw new Error(`nothing planned; ${hint}`);

      // Outside our entry nothing differs.
      if (ours) {
        expect(after.startsWith(ours.before), `${hint}\n→ ${JSON.stringify(after)}`).toBe(true);
        expect(after.endsWith(ours.after), `${hint}\n→ ${JSON.stringify(after)}`).toBe(true);
      } else expect(isWithin(text ?? '', after), `${hint}\n→ ${JSON.stringify(after)}`).toBe(true);
      if (text?.includes('\r\n')) expect(/[^\r]\n/.test(after), hint).toBe(/[^\r]\n/.test(text));

      // The others have their values, and ours leads here.
      const name = ours?.name ?? 'patchbay';
      const entries = entriesIn(format, after, container);
      const othersBefore = without(before.entries, name);
      expect(without(entries, name), hint).toEqual(othersBefore);
      const { command, args, url, token } = meaningOf(entries.get(name));
      expect(target.kind === 'stdio' ? [command, ...args] : [url, token], hint).toEqual(
        target.kind === 'stdio' ? [target.command, ...target.args] : [target.url, target.token],
      );

      // Twice is once.
      const connected = look(after);
      expect(planConnection(client, connected, target), hint).toBeUndefined();

      // Nobody touched it: back to the bytes as they were.
      const connection = {
        client: id,
        file: '/s',
        backup: text === undefined ? null : '/b',
        digest: digestOf(after),
      };
      const undone = planRemoval(client, connected, connection, text);
      expect(undone, hint).toEqual({ after: text, names: [name], notes: [] });

      // Nothing is known about how it was before: the entry goes, the rest stays.
      const removed = planRemoval(client, connected, undefined, undefined)?.after;
      expect(without(entriesIn(format, removed ?? '', container), name), hint).toEqual(othersBefore);
      if (!ours && hasOthers) expect(removed, hint).toBe(text);

      // What it was before is known, but somebody has changed the file: an old call comes back.
      const later = planRemoval(client, connected, { ...connection, digest: '' }, text)?.after;
      const wasOld = oldCallOf(meaningOf(before.entries.get(name))) !== undefined;
      const expected = wasOld ? asList(before.entries) : othersBefore;
      expect(asList(entriesIn(format, later ?? '', container)), hint).toEqual(expected);
    }
  });
});

describe.each(['cursor', 'opencode', 'codex', 'goose'])('an entry of %s', (id) => {
  const { format, container } = clientOf(id);

  test.each(oddNames)('with the name %j is written, read, changed and taken out', (name) => {
    const entry = { command: 'x', args: ['a'], env: Object.fromEntries(oddNames.map((key) => [key, 'v'])) };
    const neighbours = new Map(oddNames.filter((one) => one !== name).map((one) => [one, { command: 'y' }]));
    const before = changeEntries(format, '', container, neighbours);
    expect(entriesIn(format, before, container)).toEqual(neighbours);

    const added = changeEntries(format, before, container, new Map([[name, entry]]));
    const expected = new Map([...neighbours, [name, entry]] as const);
    expect(asList(entriesIn(format, added, container))).toEqual(asList(expected));
    const changed = changeEntries(format, added, container, new Map([[name, { url: 'https://e.com' }]]));
    expect(entriesIn(format, changed, container).get(name)).toEqual({ url: 'https://e.com' });
    const removed = changeEntries(format, changed, container, new Map([[name, null]]));
    expect(entriesIn(format, removed, container)).toEqual(neighbours);
    // Not there is not there, whatever objects inherit.
    expect(changeEntries(format, removed, container, new Map([[name, null]]))).toBe(removed);
  });
});

/** `toEqual` does not see a member that is named `__proto__`. */
function asList(entries: Entries): unknown[] {
  const listed = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value)
          .map(([key, inner]) => [key, listed(inner)])
          .sort()
      : value;
  return [...entries].map(([name, entry]) => [name, listed(entry)]).sort();
}

function without(entries: Entries, name: string): unknown[] {
  return asList(entries).filter((entry) => (entry as [string, unknown])[0] !== name);
}

function attempt<T>(hint: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new Error(`${hint}: ${(error as Error).message}`);
  }
}

/** Whether all characters of the first are in the second, in their order: only something was added. */
function isWithin(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (part.startsWith(character, at)) at += character.length;
  return at === part.length;
}

function clientOf(id: string): KnownClient {
  const client = knownClients.find((known) => known.id === id);
  if (!client) throw new Error(`no client ${id}`);
  return client;
}
