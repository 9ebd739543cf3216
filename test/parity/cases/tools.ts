// tools/list: a caller that was written for 0.153.4 finds the tools it knows, with everything it may pass.
import type { Json } from '../../support/mcp-lines-client.ts';
import type { ParityCase, ParityGroup } from '../case.ts';
import type { ParityServer } from '../server.ts';

const outputSchema = {
  type: 'object',
  properties: { threadId: { type: 'string' }, content: { type: 'string' } },
  required: ['threadId', 'content'],
};

/** Properties of `codex` in 0.153.4 with their type and the words they take. */
const codexProperties = {
  prompt: { type: 'string' },
  model: { type: 'string' },
  cwd: { type: 'string' },
  'approval-policy': { type: 'string', enum: ['on-request', 'never'] },
  sandbox: { type: 'string', enum: ['read-only', 'workspace-write', 'danger-full-access'] },
  config: { type: 'object', additionalProperties: true },
  'base-instructions': { type: 'string' },
  'developer-instructions': { type: 'string' },
  'compact-prompt': { type: 'string' },
};

const replyProperties = {
  prompt: { type: 'string' },
  threadId: { type: 'string' },
  conversationId: { type: 'string' },
};

export const tools: ParityGroup = {
  title: 'tools/list',
  // A sandbox above the ceiling is not offered.
  args: ['--max-sandbox', 'danger-full-access'],
  cases: [
    {
      name: 'the tools codex and codex-reply are there',
      async run(server) {
        const names: string[] = (await listTools(server)).map((tool) => tool.name);
        return ['codex', 'codex-reply'].map((name) => names.includes(name));
      },
      old: [true, true],
      verdict: 'same',
    },
    ...[
      { name: 'codex', title: 'Codex', properties: codexProperties },
      { name: 'codex-reply', title: 'Codex Reply', properties: replyProperties },
    ].flatMap(({ name, title, properties }): ParityCase[] => [
      {
        name: `title of ${name}`,
        run: async (server) => (await toolOf(server, name)).title,
        old: title,
        verdict: 'same',
      },
      {
        name: `what ${name} requires`,
        run: async (server) => (await toolOf(server, name)).inputSchema.required,
        old: ['prompt'],
        verdict: 'same',
      },
      {
        name: `what ${name} takes, at least`,
        run: async (server) => known(properties, (await toolOf(server, name)).inputSchema.properties),
        old: properties,
        verdict: 'same',
      },
      {
        name: `output schema of ${name}`,
        run: async (server) => (await toolOf(server, name)).outputSchema,
        old: outputSchema,
        verdict: 'same',
      },
      {
        name: `annotations of ${name}`,
        run: async (server) => (await toolOf(server, name)).annotations ?? 'none',
        old: 'none',
        verdict: 'same',
      },
    ]),
    {
      name: 'whether codex takes nothing else',
      run: async (server) => (await toolOf(server, 'codex')).inputSchema.additionalProperties === false,
      old: true,
      verdict: 'different',
      ours: false,
      why: 'spellings and arguments of other releases are accepted too; unknown ones are refused all the same',
    },
  ],
};

async function listTools(server: ParityServer): Promise<Json[]> {
  return (await server.request('tools/list')).result.tools;
}

async function toolOf(server: ParityServer, name: string): Promise<Json> {
  return (await listTools(server)).find((tool) => tool.name === name);
}

/** Of the properties that are there, what the known ones say: their types, and those of the words they know. */
function known(expected: Readonly<Record<string, Json>>, there: Readonly<Record<string, Json>>): Json {
  const properties = Object.entries(expected).map(([name, schema]) => {
    const { type, enum: words, additionalProperties } = there[name] ?? {};
    const same = words?.filter((word: string) => schema.enum?.includes(word)) as string[] | undefined;
    const sorted = same && schema.enum.filter((word: string) => same.includes(word));
    return [
      name,
      { type, ...(sorted && { enum: sorted }), ...(additionalProperties && { additionalProperties }) },
    ];
  });
  return Object.fromEntries(properties);
}
