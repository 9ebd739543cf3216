// A `server.json`, in which publishers describe their MCP server for registries (schema of 2025-12-11): the parts that say
// how it is started or reached. Everything in it is a stranger's word.
import { z } from 'zod';
import { issueWords } from '../../base/issue-words.ts';
import { publishedServerUnreadable } from '../../errors/published.ts';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const inputSchema = z.object({
  description: z.string().optional(),
  /** Fixed; `{name}` in it stands for one of `variables`. */
  value: text.optional(),
  default: text.optional(),
  placeholder: z.string().optional(),
  choices: z.array(text).optional(),
  format: z.string().optional(),
  isRequired: z.boolean().optional(),
  isSecret: z.boolean().optional(),
});
const templateSchema = inputSchema.extend({ variables: z.record(z.string(), inputSchema).optional() });
const namedValueSchema = templateSchema.extend({ name: z.string() });
const argumentSchema = z.discriminatedUnion('type', [
  templateSchema.extend({ type: z.literal('positional'), valueHint: z.string().optional() }),
  namedValueSchema.extend({ type: z.literal('named') }),
]);

const packageSchema = z.object({
  registryType: z.string(),
  registryBaseUrl: z.string().optional(),
  identifier: z.string(),
  version: z.string().optional(),
  runtimeHint: z.string().optional(),
  transport: z.object({ type: z.string(), url: z.string().optional() }),
  runtimeArguments: z.array(argumentSchema).optional(),
  packageArguments: z.array(argumentSchema).optional(),
  environmentVariables: z.array(namedValueSchema).optional(),
});

const remoteSchema = z.object({
  type: z.string(),
  url: z.string(),
  headers: z.array(namedValueSchema).optional(),
  variables: z.record(z.string(), inputSchema).optional(),
});

const serverSchema = z.object({
  name: z.string().min(1),
  title: z.string().optional(),
  description: z.string().optional(),
  version: z.string().optional(),
  packages: z.array(packageSchema).optional(),
  remotes: z.array(remoteSchema).optional(),
});

export type InputJson = z.infer<typeof inputSchema>;
export type TemplateJson = z.infer<typeof templateSchema>;
export type ArgumentJson = z.infer<typeof argumentSchema>;
export type PackageJson = z.infer<typeof packageSchema>;
export type RemoteJson = z.infer<typeof remoteSchema>;
export type ServerJson = z.infer<typeof serverSchema>;

/**
 * @param json a server.json, or the answer of a registry that has one in it
 * @param source where it came from, for messages
 * @throws published-server-unreadable
 */
export function parseServerJson(json: unknown, source: string): ServerJson {
  const wrapped = z.object({ server: z.unknown() }).safeParse(json).data?.server;
  const parsed = serverSchema.safeParse(wrapped ?? json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.');
  const reason = issue ? `\`${field || 'it'}\` ${issueWords(issue, wrapped ?? json)}` : 'it is empty';
  throw publishedServerUnreadable(source, `it is not a server.json: ${reason}`);
}
