// A connector for this machine and this Patchbay.
import { mainFile, patchbayCommand } from '../base/program.ts';
import type { TokenStore } from '../config/client-tokens.ts';
import { openConnectionsFile } from '../config/connections-file.ts';
import { homeFolder, type Paths } from '../config/paths.ts';
import { usualAddresses } from '../config/usual-addresses.ts';
import { createRedactor } from '../logging/redact.ts';
import { type Connector, createConnector } from './connector.ts';
import type { OwnPlace } from './look.ts';
import type { Machine } from './machine.ts';

/**
 * @param options.env of the person: where clients keep their settings, and which Patchbay is meant
 * @param options.url where a host listens now; undefined if none runs
 * @throws home-unknown, home-not-absolute
 */
export function openConnector(options: {
  paths: Paths;
  env: NodeJS.ProcessEnv;
  url: string | undefined;
  tokens: TokenStore;
}): Connector {
  const { paths, env, url } = options;
  const usual = usualAddresses(paths.settingsFile);
  const [, configured = usual[0]] = usual;
  return createConnector({
    machine: thisMachine(env),
    own: ownPlaceOf(paths, url),
    command: { ...patchbayCommand(['mcp-server']), env: namedHomes(paths, env) },
    url: () => url ?? `http://${configured}/mcp`,
    tokens: options.tokens,
    connections: openConnectionsFile(paths.connectionsFile),
    backupsFolder: paths.backupsFolder,
    redact: createRedactor().redact,
  });
}

/** @throws home-unknown, home-not-absolute */
export function thisMachine(env: NodeJS.ProcessEnv): Machine {
  return { platform: process.platform, env, home: homeFolder(env) };
}

/** @param url where a host listens now */
export function ownPlaceOf(paths: Paths, url: string | undefined): OwnPlace {
  const now = url === undefined ? [] : [new URL(url).host];
  return { program: mainFile, addresses: [...usualAddresses(paths.settingsFile), ...now] };
}

/** A client is started in another environment than this one: what is named here has to stand in its entry. */
function namedHomes({ patchbayHome, codexHome }: Paths, env: NodeJS.ProcessEnv): Record<string, string> {
  return {
    ...(env['PATCHBAY_HOME'] && { PATCHBAY_HOME: patchbayHome }),
    ...(env['CODEX_HOME'] && { CODEX_HOME: codexHome }),
  };
}
