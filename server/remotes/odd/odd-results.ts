// What strict clients accept in a remote's results, from the schemas of MCP SDK 1.x and 2.x. Otherwise a result with
// one odd member is refused as a whole, and one with an odd `_meta` is even dropped, so that the client waits until
// its own timeout. Content of an unknown type passes unchanged.
import { annotations, type Era, resourceMembers } from './definitions.ts';
import { meta } from './meta.ts';
import {
  flag,
  integer,
  isObject,
  listOf,
  type Member,
  type Members,
  maybe,
  needs,
  object,
  oneOf,
  record,
  type Shape,
  text,
  UNREADABLE,
  word,
} from './shapes.ts';

const MAX_COMPLETIONS = 100;
const MAX_CHECKED_CHARS = 4096;

const anyText = (value: unknown) => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
const textBlock = (value: unknown) => ({ type: 'text', text: value === null ? '' : anyText(value) });

/** Also in notifications: null means absent. */
const spoken: Shape = (value) => (typeof value === 'string' ? value : value === null ? '' : anyText(value));

/** The URL-safe alphabet, or a data URL, instead of plain base64. */
const base64: Shape = (value) => {
  if (typeof value !== 'string') return UNREADABLE;
  const bare = value.startsWith('data:') ? value.slice(value.indexOf(',') + 1) : value;
  const plain =
    bare.includes('-') || bare.includes('_') ? bare.replaceAll('-', '+').replaceAll('_', '/') : bare;
  // Whole images are not checked, which would slow down every call.
  return plain.length > MAX_CHECKED_CHARS || isBase64(plain) ? plain : UNREADABLE;
};

function isBase64(value: string): boolean {
  try {
    atob(value);
    return true;
  } catch {
    return false;
  }
}

/** The media type in a data URL. */
const mimeTypeOf = ({ data }: Members) =>
  (typeof data === 'string' && /^data:([\w.+-]+\/[\w.+-]+)[;,]/.exec(data)?.[1]) ||
  'application/octet-stream';

const blockFacts = { annotations: maybe(annotations), _meta: maybe(record) };
const media = object({ ...blockFacts, data: needs(base64), mimeType: needs(text, mimeTypeOf) });
const contents = (uri?: unknown) => {
  const place = { uri: needs(text, () => uri ?? UNREADABLE), mimeType: maybe(text), _meta: maybe(record) };
  const ofText = object({ ...place, text: needs(spoken), blob: maybe(base64) });
  const ofBytes = object({ ...place, blob: needs(base64), text: maybe(text) });
  const ofNothing = object({ ...place, text: needs(text, () => '') });
  const shape: Shape = (value, notes) => {
    if (!isObject(value)) return UNREADABLE;
    if (typeof value['blob'] === 'string') return ofBytes(value, notes);
    return ((value['text'] ?? undefined) === undefined ? ofNothing : ofText)(value, notes);
  };
  return shape;
};

const blocks: Readonly<Record<string, Shape>> = {
  text: object({ ...blockFacts, text: needs(spoken, () => '') }),
  image: media,
  audio: media,
  resource: object({ ...blockFacts, resource: needs(contents()) }),
  resource_link: object(resourceMembers),
};

/** One content block; a block that no client could show as its own type becomes text. */
const block: Shape = (value, notes) => {
  if (value === null) return UNREADABLE;
  if (!isObject(value)) return textBlock(value);
  const { type } = value;
  if (typeof type !== 'string') return { ...textBlock(value['text'] ?? value), ...textFacts(value) };
  const shape = Object.hasOwn(blocks, type) ? blocks[type] : undefined;
  if (!shape) return value;
  const read = shape(value, notes);
  return read === UNREADABLE ? textBlock(value) : read;
};

function textFacts(value: Members): Members {
  if (value['text'] === undefined) return {};
  const { text: _text, type: _type, ...rest } = value;
  return rest;
}

const listOfBlocks = listOf(block);
const content: Shape = (value, notes) => {
  if (Array.isArray(value)) return listOfBlocks(value, notes);
  if (value === null) return UNREADABLE;
  const read = block(value, notes);
  return read === UNREADABLE ? read : [read];
};

/** The text for a result without content: its structured content or its other members, as JSON. */
function contentOf(whole: Members): unknown {
  const { structuredContent, content: _, _meta, isError, resultType, ...rest } = whole;
  if (structuredContent !== undefined && structuredContent !== null) return [textBlock(structuredContent)];
  return Object.keys(rest).length > 0 ? [textBlock(rest)] : [];
}

/** A failure must not become a success. */
const failure: Shape = (value) => {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 1) return true;
  return UNREADABLE;
};

/** Members common to all results. From 2026-07-28 on some are required. */
export const envelope: Readonly<Record<Era, Readonly<Record<string, Member>>>> = {
  legacy: { _meta: maybe(meta), resultType: maybe(word) },
  modern: {
    _meta: maybe(meta),
    resultType: needs(word, ({ inputRequests }) => (isObject(inputRequests) ? 'input_required' : 'complete')),
  },
};

const ttlMs: Shape = (value) => (Number.isSafeInteger(value) && (value as number) >= 0 ? value : UNREADABLE);
const cacheScope = oneOf('public', 'private');
/** How long an answer may be cached, and by whom; without this it must not be cached. */
export const cacheable: Readonly<Record<Era, Readonly<Record<string, Member>>>> = {
  legacy: { ttlMs: maybe(ttlMs), cacheScope: maybe(cacheScope) },
  modern: { ttlMs: needs(ttlMs, () => 0), cacheScope: needs(cacheScope, () => 'private') },
};

/** From 2026-07-28 on structured content is any JSON value; until then an object. */
const structured: Readonly<Record<Era, Shape>> = { legacy: record, modern: (value) => value };

function callResult(era: Era): Shape {
  const members = {
    ...envelope[era],
    structuredContent: maybe(structured[era]),
    isError: maybe(failure),
  };
  const finished = object({ ...members, content: needs(content, contentOf) });
  const other = object(members);
  return (value, notes) => {
    if (isObject(value)) {
      // A started task or a question is not a result yet.
      const isUnfinished =
        value['content'] === undefined &&
        (isObject(value['task']) ||
          value['resultType'] === 'input_required' ||
          isObject(value['inputRequests']));
      return (isUnfinished ? other : finished)(value, notes);
    }
    notes.push('the result was no object');
    return finished({ content: contentIn(value) }, notes);
  };
}

/** For a result that is not an object. */
function contentIn(value: unknown): unknown {
  if (value === null || value === undefined) return [];
  const isContent = Array.isArray(value) && value.every((one) => typeof one?.type === 'string');
  return isContent ? value : [textBlock(value)];
}

const messageShape = object({
  role: needs(
    (value) => (value === 'user' || value === 'assistant' ? value : UNREADABLE),
    () => 'user',
  ),
  content: needs(block, () => textBlock(null)),
});

/** A message has one content block; several blocks become several messages. */
const messages: Shape = (value, notes) => {
  if (typeof value === 'string') return [{ role: 'user', content: textBlock(value) }];
  if (!Array.isArray(value)) return UNREADABLE;
  const isEachOne = !value.some((message) => Array.isArray(message?.content));
  if (isEachOne) return listOf(messageShape)(value, notes);
  notes.push('a message had a list of blocks');
  const each = value.flatMap((message) =>
    Array.isArray(message?.content)
      ? message.content.map((one: unknown) => ({ ...message, content: one }))
      : [message],
  );
  return listOf(messageShape)(each, notes);
};

function readResult(era: Era, uri: unknown): Shape {
  const one = contents(uri);
  const each = listOf((item, notes) => (typeof item === 'string' ? { uri, text: item } : one(item, notes)));
  const all: Shape = (given, notes) => {
    if (Array.isArray(given)) return each(given, notes);
    return given === null ? UNREADABLE : each([given], notes);
  };
  return object({ ...envelope[era], ...cacheable[era], contents: needs(all, () => []) });
}

const completions: Shape = (value, notes) => {
  const read = listOf(text)(value, notes);
  return Array.isArray(read) && read.length > MAX_COMPLETIONS ? read.slice(0, MAX_COMPLETIONS) : read;
};

const completion = object({
  values: needs(completions, () => []),
  total: maybe(integer),
  hasMore: maybe(flag),
});

function resultShapes(era: Era) {
  const any = object(envelope[era]);
  /** An absent result is an empty object; a question is not a result yet. */
  const unlessAsking =
    (shape: Shape): Shape =>
    (value, notes) => {
      if (isObject(value)) return (value['resultType'] === 'input_required' ? any : shape)(value, notes);
      notes.push('the result was no object');
      return shape({}, notes);
    };
  return {
    call: callResult(era),
    prompt: unlessAsking(
      object({ ...envelope[era], description: maybe(text), messages: needs(messages, () => []) }),
    ),
    read: (uri: unknown) => unlessAsking(readResult(era, uri)),
    completion: unlessAsking(
      object({ ...envelope[era], completion: needs(completion, () => ({ values: [] })) }),
    ),
    any: ((value, notes) => {
      if (isObject(value)) return any(value, notes);
      notes.push('the result was no object');
      return any(value === null || value === undefined ? {} : { result: value }, notes);
    }) satisfies Shape,
  };
}

const shapes: Readonly<Record<Era, ReturnType<typeof resultShapes>>> = {
  legacy: resultShapes('legacy'),
  modern: resultShapes('modern'),
};

/**
 * @param params of the request
 * @returns the shape of the results of a method that is not a list
 */
export function resultShape(method: string, params: Members | undefined, era: Era): Shape {
  const { call, prompt, read, completion: complete, any } = shapes[era];
  switch (method) {
    case 'tools/call':
      return call;
    case 'prompts/get':
      return prompt;
    case 'resources/read':
      return read(params?.['uri']);
    case 'completion/complete':
      return complete;
    default:
      return any;
  }
}
