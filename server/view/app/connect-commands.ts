// The handlers for commands of the window that concern the settings of clients on this machine.

import { readSettings } from '../../config/settings-file.ts';
import { type Importer, openImporter, openPastedImport } from '../../connect/importer.ts';
import { openConnector, ownPlaceOf, thisMachine } from '../../connect/open-connector.ts';
import { readPasted } from '../../connect/pasted/pasted.ts';
import type { PastedServer } from '../../connect/pasted/pasted-server.ts';
import { describedServer, lookUp } from '../../connect/published/look-up.ts';
import { DEFAULT_REGISTRY, openPublishedSource } from '../../connect/published/registry.ts';
import type { connectCommands } from '../../contract/commands/connect.ts';
import type { CommandHandlers } from '../../contract/commands.ts';
import { clientSettingsChanged } from '../../errors/connect.ts';
import { createRedactor } from '../../logging/redact.ts';
import { silentLogger } from '../../logging/silent.ts';
import { openNetwork } from '../../network/network.ts';
import { openHomeSecrets } from '../../secrets/home-secrets.ts';
import { pastedTable, shownPublished } from '../remotes/published-drafts.ts';
import type { DesktopApp } from './desktop-app.ts';

export function createConnectHandlers(app: DesktopApp): CommandHandlers<keyof typeof connectCommands> {
  /** Opened for each command: the address and the environment change while the app runs. */
  function connector() {
    const { server } = app.store.state;
    return openConnector({
      paths: app.paths,
      env: app.env,
      url: server.kind === 'running' ? server.url : undefined,
      tokens: {
        ...app.tokens,
        add(name, ceiling) {
          const token = app.tokens.add(name, ceiling);
          app.know(token);
          return token;
        },
      },
    });
  }

  /**
   * Into the config.toml in force: the demo has one of its own.
   * @param pasted undefined for the servers of clients on this machine
   */
  async function withImporter<T>(
    pasted: readonly PastedServer[] | undefined,
    use: (importer: Importer) => T | Promise<T>,
  ): Promise<T> {
    const paths = app.running?.runtime.paths ?? app.paths;
    const { server } = app.store.state;
    const url = server.kind === 'running' ? server.url : undefined;
    const secrets = openHomeSecrets(paths, app.env, silentLogger);
    const options = { paths, secrets, wantsVariables: false, redact: createRedactor().redact };
    try {
      return await use(
        pasted
          ? await openPastedImport(pasted, options)
          : await openImporter({
              ...options,
              machine: thisMachine(app.env),
              own: ownPlaceOf(app.paths, url),
            }),
      );
    } finally {
      secrets.close();
    }
  }

  async function written({ proposed, write }: Importer, digest: string): Promise<string | undefined> {
    if (proposed.digest !== digest) throw clientSettingsChanged(proposed.file);
    return await write();
  }

  const takenNames = () => app.store.state.remotes.map(({ name }) => name);
  const read = (text: string) => readPasted(text, { homeFolder: thisMachine(app.env).home });

  return {
    'propose-import': () => withImporter(undefined, ({ proposed }) => proposed),
    'write-import': ({ digest }) =>
      withImporter(undefined, async (importer) => ({ backup: await written(importer, digest) })),
    async 'read-pasted'({ text }) {
      const pasted = read(text);
      switch (pasted.kind) {
        case 'unreadable':
          return pasted;
        case 'look-up':
        case 'search':
          return { kind: pasted.kind };
        case 'server-json': {
          const { redact } = createRedactor();
          return {
            kind: 'published',
            published: shownPublished(describedServer(pasted.json, takenNames(), redact)),
          };
        }
        case 'servers':
          return await withImporter(pasted.servers, ({ proposed, tables }) => ({
            kind: 'servers',
            proposal: proposed,
            servers: [...tables].flatMap(([name, table]) =>
              pastedTable(name, table, !proposed.secrets.some(({ server }) => server === name)),
            ),
            leftOut: pasted.servers.flatMap(({ name, leftOut }) =>
              leftOut.length > 0 ? [{ server: name, members: leftOut }] : [],
            ),
          }));
      }
    },
    async 'write-pasted'({ text, digest }) {
      const pasted = read(text);
      const servers = pasted.kind === 'servers' ? pasted.servers : [];
      return await withImporter(servers, async (importer) => {
        await written(importer, digest);
        return { names: importer.proposed.names };
      });
    },
    async 'look-up-server'({ text }) {
      const network = openNetwork(app.env);
      try {
        const registry = readSettings(app.settingsFile).registry?.url ?? DEFAULT_REGISTRY;
        const source = openPublishedSource(registry, network.fetch);
        const options = { source, taken: takenNames(), redact: createRedactor().redact };
        return shownPublished(await lookUp(text, options));
      } finally {
        await network.close();
      }
    },
    'find-clients': () => connector().found(),
    'connection-text': ({ client }) => connector().text(client, 'stdio'),
    'propose-connection': ({ client, kind, way }) => connector().propose(client, kind, way),
    'write-connection'({ client, kind, way, digest }) {
      try {
        return connector().write(client, kind, way, digest);
      } finally {
        app.showPrincipals();
      }
    },
  };
}
