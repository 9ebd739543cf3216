// The handlers for commands of the window that concern the settings of clients on this machine.

import { readSettings } from '../../config/settings-file.ts';
import { type Importer, openImporter } from '../../connect/importer.ts';
import { openConnector, ownPlaceOf, thisMachine } from '../../connect/open-connector.ts';
import { lookUp } from '../../connect/published/look-up.ts';
import { DEFAULT_REGISTRY, openPublishedSource } from '../../connect/published/registry.ts';
import type { connectCommands } from '../../contract/commands/connect.ts';
import type { CommandHandlers } from '../../contract/commands.ts';
import { clientSettingsChanged } from '../../errors/connect.ts';
import { createRedactor } from '../../logging/redact.ts';
import { silentLogger } from '../../logging/silent.ts';
import { openNetwork } from '../../network/network.ts';
import { openHomeSecrets } from '../../secrets/home-secrets.ts';
import { shownPublished } from '../remotes/published-drafts.ts';
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

  /** Into the config.toml in force: the demo has one of its own. */
  async function withImporter<T>(use: (importer: Importer) => T | Promise<T>): Promise<T> {
    const paths = app.running?.runtime.paths ?? app.paths;
    const { server } = app.store.state;
    const url = server.kind === 'running' ? server.url : undefined;
    const secrets = openHomeSecrets(paths, app.env, silentLogger);
    try {
      const importer = await openImporter({
        paths,
        machine: thisMachine(app.env),
        own: ownPlaceOf(app.paths, url),
        secrets,
        wantsVariables: false,
        redact: createRedactor().redact,
      });
      return await use(importer);
    } finally {
      secrets.close();
    }
  }

  return {
    'propose-import': () => withImporter(({ proposed }) => proposed),
    'write-import': ({ digest }) =>
      withImporter(async ({ proposed, write }) => {
        if (proposed.digest !== digest) throw clientSettingsChanged(proposed.file);
        return { backup: await write() };
      }),
    async 'look-up-server'({ text }) {
      const network = openNetwork(app.env);
      try {
        const registry = readSettings(app.settingsFile).registry?.url ?? DEFAULT_REGISTRY;
        const source = openPublishedSource(registry, network.fetch);
        const taken = app.store.state.remotes.map(({ name }) => name);
        return shownPublished(await lookUp(text, { source, taken, redact: createRedactor().redact }));
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
