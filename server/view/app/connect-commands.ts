// The handlers for commands of the window that concern the settings of clients on this machine.
import { openConnector } from '../../connect/open-connector.ts';
import type { connectCommands } from '../../contract/commands/connect.ts';
import type { CommandHandlers } from '../../contract/commands.ts';
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

  return {
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
