// `patchbay mcp add NAME`: what cannot work is refused before the engine writes it.
import { addressProblem, nameProblem } from '../contract/remote-draft.ts';
import { makeVisible } from '../contract/visible.ts';
import { remoteAddressNotUsable, remoteNameNotUsable, remoteNameTaken } from '../errors/remote-config.ts';
import { createRedactor } from '../logging/redact.ts';
import { configFileIn, readEntries } from '../remotes/entries.ts';
import { exitCodes } from './exit-codes.ts';
import { failed } from './mcp-command.ts';
import { type EngineWords, mcpPaths, runEngine, withOwnName } from './mcp-engine.ts';
import { brokenTables } from './mcp-sound-home.ts';

export interface AddWords {
  readonly url?: string;
  readonly env?: ReadonlyMap<string, string>;
  readonly bearerTokenEnvVar?: string;
  readonly oauthClientId?: string;
  readonly oauthClientSecret?: string;
  readonly oauthClientRegistration?: string;
  readonly oauthResource?: string;
  readonly variables: boolean;
  readonly yes: boolean;
}

interface AddedServer {
  readonly name: string;
  /** A command with its arguments; empty for an address. */
  readonly program: readonly string[];
  readonly words: AddWords;
}

/**
 * @returns the exit code
 * @throws remote-name-taken, remote-name-not-usable, remote-address-not-usable, config-broken, client-settings-…, and what
 *   mcpPaths and runEngine throw
 */
export async function addServer(server: AddedServer, { codexHome, options }: EngineWords): Promise<number> {
  const paths = mcpPaths(codexHome);
  const { name, words } = server;
  const taken = readEntries(configFileIn(paths.codexHome)).map((entry) => entry.name);
  refuseName(name, taken);
  if (words.url !== undefined) refuseAddress(words.url);
  const broken = brokenTables(paths.codexHome);
  if (broken.length > 0 && !signsIn(words)) {
    // The engine changes no file with a broken table.
    const { putTable } = await import('../connect/config-tables.ts');
    putTable(paths, name, tableOf(server));
    process.stdout.write(`Added global MCP server '${name}'.\n`);
    return exitCodes.ok;
  }
  const given = [...options, 'add', ...optionsOf(words), '--', name, ...server.program];
  const { code, stdout } = await runEngine(given, { paths, codexHome: paths.codexHome });
  process.stdout.write(makeVisible(createRedactor().redact(withOwnName(stdout))));
  return code === 0 ? code : failed(code, broken);
}

function refuseName(name: string, taken: readonly string[]): void {
  const problem = nameProblem(name, taken);
  if (problem === 'name-taken') throw remoteNameTaken(name);
  if (problem !== undefined)
    throw remoteNameNotUsable(name, problem === 'name-reserved' ? 'reserved' : 'characters');
}

function refuseAddress(url: string): void {
  const problem = addressProblem(url);
  if (problem === undefined) return;
  throw remoteAddressNotUsable(url, problem === 'address-with-password' ? 'password' : 'not-an-address');
}

/** Only the engine writes what its own sign-in needs. */
function signsIn({ oauthClientId, oauthClientSecret, oauthResource }: AddWords): boolean {
  return [oauthClientId, oauthClientSecret, oauthResource].some((word) => word !== undefined);
}

function tableOf({ program: [command, ...args], words: { url, env, bearerTokenEnvVar } }: AddedServer) {
  if (url !== undefined) {
    return { url, ...(bearerTokenEnvVar !== undefined && { bearer_token_env_var: bearerTokenEnvVar }) };
  }
  return { command, ...(args.length > 0 && { args }), ...(env && { env: Object.fromEntries(env) }) };
}

function optionsOf(words: AddWords): string[] {
  const { url, env = [], bearerTokenEnvVar } = words;
  const { oauthClientId, oauthClientSecret, oauthClientRegistration, oauthResource } = words;
  const single: readonly (readonly [string, string | undefined])[] = [
    ['--url', url],
    ['--bearer-token-env-var', bearerTokenEnvVar],
    ['--oauth-client-id', oauthClientId],
    ['--oauth-client-secret', oauthClientSecret],
    ['--oauth-client-registration', oauthClientRegistration],
    ['--oauth-resource', oauthResource],
  ];
  return [
    ...single.flatMap(([option, value]) => (value === undefined ? [] : [`${option}=${value}`])),
    ...[...env].map(([name, value]) => `--env=${name}=${value}`),
  ];
}
