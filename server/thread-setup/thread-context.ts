// What the config.toml files in force mean for a thread.
import { withRealPath } from '../base/real-path.ts';
import { typedConfig } from '../config/codex-config.ts';
import { DEPTH_VARIABLE } from '../config/loops.ts';
import type { ThreadContext } from '../engine/threads/options.ts';
import { azureSignIn } from './azure-providers.ts';
import type { ConfigInForce, ServerInForce } from './config-in-force.ts';

/** @param options.depth how many Patchbays this one runs in */
export function threadContextOf(
  { config, profile, trustedFolders, servers }: ConfigInForce,
  { codexHome, depth }: { codexHome: string; depth: number },
): Omit<ThreadContext, 'deniedFolders' | 'featuresOff' | 'isHeld'> {
  const { model_providers, sandbox_workspace_write } = typedConfig(config);
  const { exclude_slash_tmp, exclude_tmpdir_env_var } = sandbox_workspace_write ?? {};
  return {
    protectedFolders: withRealPath(codexHome),
    mcpServers: Object.fromEntries(
      servers.flatMap((server) => {
        const override = overrideOf(server, depth);
        return override ? [[server.name, override]] : [];
      }),
    ),
    modelProviders: azureSignIn({ ...model_providers, ...typedConfig(profile).model_providers }),
    closesTemp: { slashTmp: exclude_slash_tmp ?? false, tmpdir: exclude_tmpdir_env_var ?? false },
    trustedFolders,
    profile,
  };
}

/** @returns what is merged into the table of a server */
function overrideOf(server: ServerInForce, depth: number): ThreadContext['mcpServers'][string] | undefined {
  switch (server.kind) {
    case 'broken':
      return server.override;
    case 'loop':
      return { enabled: false };
    case 'disabled':
      return undefined;
    case 'usable':
      // The engine clears the environment of the servers it starts, so without this a hidden loop would not be counted.
      return server.config.transport.kind === 'stdio'
        ? { env: { [DEPTH_VARIABLE]: String(depth + 1) } }
        : undefined;
  }
}
