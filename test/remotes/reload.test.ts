// config.toml changes while clients are connected: what is new is there without a restart, what is under way goes on.
import fs from 'node:fs';
import path from 'node:path';
import type { FakeModel } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { textOf } from '../support/patchbay.ts';
import { eventually, hasSaid, processesOf } from '../support/processes.ts';
import { openSession, type RawSession } from '../support/raw-http.ts';
import { probeFile, probeTable } from '../support/remotes.ts';
import { reloadUnderLoad, tablesAtFirst } from './reload-under-load.ts';

// biome-ignore lint/suspicious/noExplicitAny: raw messages are looked at freely
type Json = any;

const configure = (home: TestHome, model: FakeModel, ...tables: string[]) =>
  home.writeConfig({ baseUrl: model.baseUrl, extra: tables.join('\n') });

const call = async (session: RawSession, name: string, args: object = {}) =>
  (await session.ask('tools/call', { name, arguments: args })).result;

const remoteNames = async (session: RawSession) => {
  const { tools } = (await session.ask('tools/list')).result;
  return [...new Set(tools.flatMap(({ name }: Json) => name.split('__').slice(1, 2)))];
};

test('adding, changing or removing a remote applies to a live session, which is notified', async ({
  home,
  model,
  http,
}) => {
  configure(home, model);
  const session = await openSession(await http());
  const stream = await session.listen();
  const changes = () =>
    stream.events().filter(({ message }) => message?.method === 'notifications/tools/list_changed').length;
  expect(await remoteNames(session)).toEqual([]);

  configure(home, model, probeTable('probe'));
  await eventually(() => changes() === 1);
  expect(await remoteNames(session)).toEqual(['probe']);

  configure(home, model, probeTable('probe', [], 'disabled_tools = ["echo"]'));
  await eventually(() => changes() === 2);
  expect(textOf(await call(session, 'mcp__probe__echo'))).toContain('switched off');

  configure(home, model, probeTable('other'));
  await eventually(() => changes() === 3);
  expect(await remoteNames(session)).toEqual(['other']);
  const remotes = () => processesOf(home.root).filter(({ command }) => command.includes(probeFile));
  await eventually(() => remotes().length === 1);
});

test('a file that is not TOML keeps the previous remotes, and is named with its line', async ({
  home,
  model,
  http,
}) => {
  configure(home, model, probeTable('probe'));
  const server = await http();
  const session = await openSession(server);
  const file = path.join(home.codexHome, 'config.toml');
  fs.writeFileSync(file, 'model = "x"\nthis is no toml\n');
  await eventually(() => /config-not-read/.test(server.stderr()));
  await hasSaid(server, /config\.toml.*2/);
  expect(await remoteNames(session)).toEqual(['probe']);
});

test('no call is lost while remotes are added, changed, broken and removed', async ({
  home,
  model,
  http,
}) => {
  const change = (...tables: string[]) => configure(home, model, ...tables);
  change(...tablesAtFirst);
  const server = await http();
  const { unexpected } = await reloadUnderLoad({ change, server, sessions: 4, changes: 12 });
  expect(unexpected).toEqual([]);
  const remotes = () => processesOf(home.root).filter(({ command }) => command.includes(probeFile));
  await eventually(() => remotes().length === 0);
});
