import path from 'node:path';
import { mainFile } from '../base/program.ts';
import { withRealPath } from '../base/real-path.ts';
import { readCodexConfig, readCodexProfile, readRawConfig, readRawProfile } from '../config/codex-config.ts';
import type { FolderTrust } from '../config/folder-trust.ts';
import { DEPTH_VARIABLE, findLoopingServers } from '../config/loops.ts';
import type { Paths } from '../config/paths.ts';
import { repositoryConfigs } from '../config/repository-config.ts';
import type { ThreadContext, ThreadOptions } from '../engine/threads/options.ts';
import { brokenServers } from '../remotes/switched-off.ts';
import { azureSignIn } from './azure-providers.ts';

/**
 * @param options.depth how many Patchbays this one runs in
 * @returns `elsewhere`: names of MCP servers that a trusted folder or the profile has a table for
 * @throws config-broken, profile-not-found, file-broken
 */
export function threadContextOf(
  { cwd, profile }: ThreadOptions,
  options: { paths: Paths; depth: number; ownAddresses(): readonly string[]; trust: FolderTrust },
): { surroundings: Omit<ThreadContext, 'deniedFolders'>; elsewhere: readonly string[] } {
  const { paths, depth, ownAddresses, trust } = options;
  const config = readCodexConfig(paths.codexHome);
  const ofProfile = profile === undefined ? {} : readCodexProfile(paths.codexHome, profile);
  const trustedFolders = repositoryConfigs(cwd, paths.codexHome)
    .filter((repository) => trust.of(repository) === 'trusted')
    .map(({ folder }) => folder);
  const repositoryHomes = trustedFolders.map((folder) => path.join(folder, '.codex'));
  const ofRepository = repositoryHomes.map((home) => readCodexConfig(home).mcp_servers);
  const elsewhere = { ...Object.assign({}, ...ofRepository), ...ofProfile.mcp_servers };
  const servers = { ...config.mcp_servers, ...elsewhere };
  const looping = findLoopingServers(servers, { program: mainFile, addresses: ownAddresses() });
  const rawProfile = profile === undefined ? {} : readRawProfile(paths.codexHome, profile);
  const broken = brokenServers([...[paths.codexHome, ...repositoryHomes].map(readRawConfig), rawProfile]);
  // The engine clears the environment of the servers it starts, so without this a hidden loop would not be counted.
  const counted = Object.keys(servers).filter(
    (name) => servers[name]?.command && !looping.includes(name) && !Object.hasOwn(broken, name),
  );
  const counter = { env: { [DEPTH_VARIABLE]: String(depth + 1) } };
  const { exclude_slash_tmp, exclude_tmpdir_env_var } = config.sandbox_workspace_write ?? {};
  return {
    surroundings: {
      protectedFolders: withRealPath(paths.codexHome),
      mcpServers: Object.fromEntries([
        ...looping.map((name) => [name, { enabled: false }]),
        ...counted.map((name) => [name, counter]),
        ...Object.entries(broken),
      ]),
      modelProviders: azureSignIn({ ...config.model_providers, ...ofProfile.model_providers }),
      closesTemp: { slashTmp: exclude_slash_tmp ?? false, tmpdir: exclude_tmpdir_env_var ?? false },
      trustedFolders,
      profile: rawProfile,
    },
    elsewhere: Object.keys(elsewhere),
  };
}
