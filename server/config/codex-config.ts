// Reads Codex's config.toml: what its owner set, for the few settings Patchbay has to know before it starts a
// thread. It is never written here, and values of a wrong type are left for the engine to complain about.
import fs from 'node:fs';
import path from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { z } from 'zod';
import { configBroken, messageOf, profileNotFound } from '../errors.ts';

const mcpServerSchema = z.looseObject({
  command: z.string().optional().catch(undefined),
  args: z.array(z.string()).optional().catch(undefined),
  url: z.string().optional().catch(undefined),
});

const workspaceWriteSchema = z.looseObject({
  network_access: z.boolean().optional().catch(undefined),
  writable_roots: z.array(z.string()).optional().catch(undefined),
  exclude_slash_tmp: z.boolean().optional().catch(undefined),
  exclude_tmpdir_env_var: z.boolean().optional().catch(undefined),
});

const modelProviderSchema = z.looseObject({ base_url: z.string().optional().catch(undefined) });

const codexConfigSchema = z.looseObject({
  approval_policy: z.string().optional().catch(undefined),
  sandbox_mode: z.string().optional().catch(undefined),
  sandbox_workspace_write: workspaceWriteSchema.optional().catch(undefined),
  mcp_servers: z.record(z.string(), mcpServerSchema).optional().catch(undefined),
  model_providers: z.record(z.string(), modelProviderSchema).optional().catch(undefined),
});

export type McpServerConfig = z.infer<typeof mcpServerSchema>;
export type ModelProviderConfig = z.infer<typeof modelProviderSchema>;
export type CodexConfig = z.infer<typeof codexConfigSchema>;

/**
 * @returns what config.toml of this CODEX_HOME says; an empty object when there is none
 * @throws config-broken with the line, when it is not TOML
 */
export function readCodexConfig(codexHome: string): CodexConfig {
  return readToml(path.join(codexHome, 'config.toml')) ?? {};
}

/**
 * A named profile, which the engine keeps as `<name>.config.toml` beside config.toml.
 * @throws profile-not-found, config-broken
 */
export function readCodexProfile(codexHome: string, name: string): CodexConfig {
  const file = path.join(codexHome, `${name}.config.toml`);
  const isPlainName = /^[A-Za-z0-9_-]+$/.test(name);
  const profile = isPlainName ? readToml(file) : undefined;
  if (!profile) throw profileNotFound(name, file);
  return profile;
}

function readToml(file: string): CodexConfig | undefined {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw configBroken(file, undefined, messageOf(error));
  }
  try {
    return codexConfigSchema.parse(parse(text));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [firstLine = ''] = error.message.split('\n');
    throw configBroken(file, error.line, firstLine.replace('Invalid TOML document: ', ''));
  }
}
