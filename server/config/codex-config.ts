// Reads Codex's config.toml: the few settings of the owner that Patchbay must know before it starts a thread. It is
// never written here, and the engine reports values of a wrong type.
import path from 'node:path';
import { z } from 'zod';
import { profileNotFound } from '../errors/config.ts';
import { parseToml, readTomlText } from './toml-file.ts';

/** A broken table does not affect the others. */
const mcpServerSchema = z
  .looseObject({
    command: z.string().optional().catch(undefined),
    args: z.array(z.string()).optional().catch(undefined),
    url: z.string().optional().catch(undefined),
  })
  .catch({});

/** Not `z.record`, which leaves out a server that is named `__proto__`. */
const mcpServersSchema = z
  .custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
  .transform((servers) =>
    Object.fromEntries(
      Object.entries(servers).map(([name, table]) => [name, mcpServerSchema.parse(table)] as const),
    ),
  );

const workspaceWriteSchema = z.looseObject({
  network_access: z.boolean().optional().catch(undefined),
  writable_roots: z.array(z.string()).optional().catch(undefined),
  exclude_slash_tmp: z.boolean().optional().catch(undefined),
  exclude_tmpdir_env_var: z.boolean().optional().catch(undefined),
});

const modelProviderSchema = z.looseObject({ base_url: z.string().optional().catch(undefined) }).catch({});

const codexConfigSchema = z.looseObject({
  model: z.string().optional().catch(undefined),
  approval_policy: z.string().optional().catch(undefined),
  sandbox_mode: z.string().optional().catch(undefined),
  sandbox_workspace_write: workspaceWriteSchema.optional().catch(undefined),
  mcp_servers: mcpServersSchema.optional().catch(undefined),
  model_providers: z.record(z.string(), modelProviderSchema).optional().catch(undefined),
});

export type McpServerConfig = z.infer<typeof mcpServerSchema>;
export type ModelProviderConfig = z.infer<typeof modelProviderSchema>;
export type CodexConfig = z.infer<typeof codexConfigSchema>;

/**
 * @returns the content of config.toml in this CODEX_HOME; an empty object if there is none
 * @throws config-broken with the line, when it is not TOML
 */
export function readCodexConfig(codexHome: string): CodexConfig {
  return typedConfig(readRawConfig(codexHome));
}

/** @param raw a config.toml or a profile with values of a wrong type, which are left out */
export function typedConfig(raw: Readonly<Record<string, unknown>>): CodexConfig {
  return codexConfigSchema.parse(raw);
}

/**
 * The same, including values of a wrong type.
 * @throws config-broken with the line, when it is not TOML
 */
export function readRawConfig(codexHome: string): Readonly<Record<string, unknown>> {
  return readToml(path.join(codexHome, 'config.toml')) ?? {};
}

/**
 * A named profile, stored by the engine as `<name>.config.toml` beside config.toml.
 * @throws profile-not-found, config-broken
 */
export function readCodexProfile(codexHome: string, name: string): CodexConfig {
  return typedConfig(readRawProfile(codexHome, name));
}

/**
 * The same, including values of a wrong type.
 * @throws profile-not-found, config-broken
 */
export function readRawProfile(codexHome: string, name: string): Readonly<Record<string, unknown>> {
  const file = profileFile(codexHome, name);
  const isPlainName = /^[A-Za-z0-9_-]+$/.test(name);
  const profile = isPlainName ? readToml(file) : undefined;
  if (!profile) throw profileNotFound(name, file);
  return profile;
}

export function profileFile(codexHome: string, name: string): string {
  return path.join(codexHome, `${name}.config.toml`);
}

function readToml(file: string): Record<string, unknown> | undefined {
  const text = readTomlText(file);
  return text === undefined ? undefined : parseToml(text, file);
}
