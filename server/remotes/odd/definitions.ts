// What strict clients accept in a remote's definitions: the schemas of MCP SDK 1.x (2025-11-25 and older) and 2.x
// (also 2026-07-28), which refuse a whole list for one odd definition.
import { z } from 'zod';
import { UNSAID_VERSION } from '../../base/mcp-versions.ts';
import { meta } from './meta.ts';
import { schemaProblem } from './output-schemas.ts';
import {
  flag,
  integer,
  isEmptyList,
  isObject,
  kindOf,
  listOf,
  type Members,
  maybe,
  needs,
  number,
  object,
  oneOf,
  presence,
  record,
  recordOf,
  type Shape,
  text,
  UNREADABLE,
  word,
} from './shapes.ts';

/** Which revisions the remote and its client use with each other. */
export type Era = 'legacy' | 'modern';

const role = oneOf('user', 'assistant');

const isoDateTime = z.iso.datetime({ offset: true });
const dateTime: Shape = (value) => (isoDateTime.safeParse(value).success ? value : UNREADABLE);

/** In a draft of the protocol this was a single text. */
const sizes: Shape = (value, notes) =>
  typeof value === 'string' ? value.split(/\s+/).filter(Boolean) : listOf(text)(value, notes);

const icons = listOf(
  object({
    src: needs(text),
    mimeType: maybe(text),
    sizes: maybe(sizes),
    theme: maybe(oneOf('light', 'dark')),
  }),
);

export const annotations = object({
  audience: maybe(listOf(role)),
  priority: maybe(number(0, 1)),
  lastModified: maybe(dateTime),
});

const described = {
  title: maybe(text),
  description: maybe(text),
  icons: maybe(icons),
  _meta: maybe(record),
};

/** The schema of a property. Clients on SDK 1.x do not accept `true` and `false` here. */
const propertySchema: Shape = (value) => {
  if (typeof value === 'object' && value !== null) return value;
  return value === false ? { not: {} } : {};
};

const schemaMembers = object({
  $schema: maybe(text),
  properties: maybe(recordOf(propertySchema)),
  required: maybe(listOf(word)),
});

/** Arguments are always an object, so a schema that does not say so can mean nothing else. */
const inputSchema: Shape = (value, notes) => {
  if (value === null || value === true || isEmptyList(value)) return { type: 'object' };
  return isObject(value) ? typed(value, notes) : UNREADABLE;
};

/** Before 2026-07-28 structured content is an object; a schema for anything else would fail every call. */
const legacyOutputSchema: Shape = (value, notes) => {
  if (!isObject(value) || ((value['type'] ?? undefined) === undefined && !saysObject(value)))
    return UNREADABLE;
  return safe(typed(value, notes), notes);
};

const modernOutputSchema: Shape = (value, notes) =>
  isObject(value) ? safe(object({ $schema: maybe(text) })(value, notes), notes) : UNREADABLE;

function saysObject(schema: Members): boolean {
  return ['properties', 'required', 'additionalProperties', 'patternProperties'].some(
    (name) => name in schema,
  );
}

function typed(schema: Members, notes: string[]): unknown {
  const { type } = schema;
  const read = schemaMembers(schema, notes) as Members;
  if (type === 'object') return read;
  const isObjectAtLeast = Array.isArray(type)
    ? type.includes('object')
    : type === undefined || type === null || (typeof type === 'string' && type.toLowerCase() === 'object');
  notes.push(`type was ${kindOf(type)}`);
  return isObjectAtLeast ? { ...read, type: 'object' } : UNREADABLE;
}

/** Clients compile it when they list tools, and SDK 1.x gives up the whole list if that fails. */
function safe(schema: unknown, notes: string[]): unknown {
  if (schema === UNREADABLE) return schema;
  const problem = schemaProblem(schema as Members);
  if (problem === undefined) return schema;
  notes.push(problem);
  return UNREADABLE;
}

const toolAnnotations = object({
  title: maybe(text),
  readOnlyHint: maybe(flag),
  destructiveHint: maybe(flag),
  idempotentHint: maybe(flag),
  openWorldHint: maybe(flag),
});

const tool = (era: Era): Shape =>
  object({
    ...described,
    // An identifier must be returned to the remote unchanged.
    name: needs(word),
    inputSchema: needs(inputSchema, ({ inputSchema: given }) =>
      given === undefined ? { type: 'object' } : UNREADABLE,
    ),
    outputSchema: maybe(era === 'modern' ? modernOutputSchema : legacyOutputSchema),
    annotations: maybe(toolAnnotations),
    execution: maybe(object({ taskSupport: maybe(oneOf('required', 'optional', 'forbidden')) })),
  });

const contentFacts = { ...described, mimeType: maybe(text), annotations: maybe(annotations) };

export const resourceMembers = {
  ...contentFacts,
  uri: needs(word),
  name: needs(text, ({ uri }) => uri ?? UNREADABLE),
  size: maybe(number()),
};
const resource = object(resourceMembers);

const template = object({
  ...contentFacts,
  uriTemplate: needs(word),
  name: needs(text, ({ uriTemplate }) => uriTemplate ?? UNREADABLE),
});

const prompt = object({
  ...described,
  name: needs(word),
  arguments: maybe(listOf(object({ name: needs(word), description: maybe(text), required: maybe(flag) }))),
});

export interface ListShape {
  /** The key in the result. */
  readonly field: string;
  /** The name of one entry, for messages. */
  readonly entry: string;
  /** The member that identifies an entry; it must be unique if clients choose by it. */
  readonly key: string;
  readonly isKeyUnique: boolean;
  readonly shape: Shape;
}

/** Method → what it lists. */
export const lists: Readonly<Record<Era, ReadonlyMap<string, ListShape>>> = {
  legacy: listsOf('legacy'),
  modern: listsOf('modern'),
};

function listsOf(era: Era): ReadonlyMap<string, ListShape> {
  return new Map<string, ListShape>([
    ['tools/list', { field: 'tools', entry: 'tool', key: 'name', isKeyUnique: true, shape: tool(era) }],
    ['prompts/list', { field: 'prompts', entry: 'prompt', key: 'name', isKeyUnique: true, shape: prompt }],
    [
      'resources/list',
      { field: 'resources', entry: 'resource', key: 'uri', isKeyUnique: false, shape: resource },
    ],
    [
      'resources/templates/list',
      {
        field: 'resourceTemplates',
        entry: 'template',
        key: 'uriTemplate',
        isKeyUnique: false,
        shape: template,
      },
    ],
  ]);
}

const serverInfo: Shape = (value, notes) =>
  typeof value === 'string' ? { name: value, version: '0' } : serverInfoMembers(value, notes);
const serverInfoMembers = object({
  ...described,
  name: needs(text, () => 'unnamed server'),
  version: needs(text, () => '0'),
  websiteUrl: maybe(text),
});

const listChanged = presence(object({ listChanged: maybe(flag) }));
const capability = presence(record);
const capabilities = object({
  experimental: maybe(recordOf(capability)),
  extensions: maybe(recordOf(capability)),
  logging: maybe(capability),
  completions: maybe(capability),
  prompts: maybe(listChanged),
  resources: maybe(presence(object({ subscribe: maybe(flag), listChanged: maybe(flag) }))),
  tools: maybe(listChanged),
  tasks: maybe(
    presence(
      object({
        list: maybe(capability),
        cancel: maybe(capability),
        requests: maybe(presence(object({ tools: maybe(presence(object({ call: maybe(capability) }))) }))),
      }),
    ),
  ),
});

/** A remote that does not say what it offers is assumed to have tools: nearly all do. */
const UNSAID_CAPABILITIES = { tools: {} };

export const introduction = object({
  _meta: maybe(meta),
  protocolVersion: needs(text, () => UNSAID_VERSION),
  capabilities: needs(capabilities, () => UNSAID_CAPABILITIES),
  serverInfo: needs(serverInfo, () => ({ name: 'unnamed server', version: '0' })),
  instructions: maybe(text),
});

/** The answer to `server/discover`. */
export const discovery = object({
  supportedVersions: maybe(listOf(text)),
  capabilities: needs(capabilities, () => UNSAID_CAPABILITIES),
  instructions: maybe(text),
  ttlMs: maybe(integer),
});
