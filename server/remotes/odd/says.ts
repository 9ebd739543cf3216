// What strict clients accept in a remote's notifications and questions. A client silently drops what it cannot read,
// and the remote then waits forever.
import { meta } from './meta.ts';
import {
  isObject,
  type Members,
  maybe,
  needs,
  number,
  object,
  oneOf,
  record,
  type Shape,
  text,
  UNREADABLE,
} from './shapes.ts';

const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];
/** Level names of other loggers. */
const ALIASES: Readonly<Record<string, string>> = {
  trace: 'debug',
  warn: 'warning',
  err: 'error',
  fatal: 'critical',
};

const level: Shape = (value) => {
  if (LEVELS.includes(value as string)) return value;
  const word = String(value).toLowerCase();
  return LEVELS.includes(word) ? word : (ALIASES[word] ?? UNREADABLE);
};

const amount: Shape = (value) => {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : UNREADABLE;
};

const said = { _meta: maybe(meta) };
const any = object(said);

const notifications: Readonly<Record<string, Shape>> = {
  'notifications/progress': object({
    ...said,
    progress: needs(amount),
    total: maybe(amount),
    message: maybe(text),
  }),
  'notifications/message': object({
    ...said,
    level: needs(level, () => 'info'),
    logger: maybe(text),
  }),
  'notifications/resources/updated': object({ ...said, uri: needs(text) }),
  'notifications/elicitation/complete': object({ ...said, elicitationId: needs(text) }),
};

const question = { ...said, task: maybe(record), mode: maybe(text), message: needs(text, () => '') };

/** One field of a form: an optional member that is null counts as absent. */
const field: Shape = (value) => {
  if (!isObject(value)) return UNREADABLE;
  const given = Object.entries(value).filter(([, member]) => member !== null);
  return given.length === Object.keys(value).length ? value : Object.fromEntries(given);
};

const fields: Shape = (value, notes) => {
  const names = isObject(value) ? Object.keys(value) : [];
  const table = Object.fromEntries(names.map((name) => [name, maybe(field)]));
  return object(table)(value, notes);
};

const form = object({
  type: needs(oneOf('object'), () => 'object'),
  properties: needs(fields, () => ({})),
  required: maybe((value) => (Array.isArray(value) ? value : UNREADABLE)),
});

const formQuestion = object({
  ...question,
  requestedSchema: needs(form, () => ({ type: 'object', properties: {} })),
});
const otherQuestion = object(question);

const sampling = object({
  ...said,
  task: maybe(record),
  systemPrompt: maybe(text),
  includeContext: maybe(oneOf('none', 'thisServer', 'allServers')),
  temperature: maybe(number()),
  stopSequences: maybe((value) => (Array.isArray(value) ? value : UNREADABLE)),
  metadata: maybe(record),
  modelPreferences: maybe(
    object({
      hints: maybe((value) => (Array.isArray(value) ? value : UNREADABLE)),
      costPriority: maybe(number(0, 1)),
      speedPriority: maybe(number(0, 1)),
      intelligencePriority: maybe(number(0, 1)),
    }),
  ),
  tools: maybe((value) => (Array.isArray(value) ? value : UNREADABLE)),
  toolChoice: maybe(object({ mode: maybe(oneOf('auto', 'required', 'none')) })),
});

const questions: Readonly<Record<string, Shape>> = {
  'sampling/createMessage': sampling,
  'roots/list': any,
};

/** @returns params that clients accept; UNREADABLE if the notification has no readable content */
export function readNotification(method: string, params: unknown): Members | undefined | typeof UNREADABLE {
  return read(Object.hasOwn(notifications, method) ? notifications[method] : any, params);
}

/** @returns params that clients accept */
export function readQuestion(method: string, params: unknown): Members | undefined {
  const given = read(questionShape(method, params), params);
  return given === UNREADABLE ? (params as Members) : given;
}

function questionShape(method: string, params: unknown): Shape | undefined {
  if (method !== 'elicitation/create') return Object.hasOwn(questions, method) ? questions[method] : any;
  const { mode } = (params ?? {}) as { mode?: unknown };
  return typeof mode === 'string' && mode !== 'form' ? otherQuestion : formQuestion;
}

function read(shape: Shape = any, params: unknown): Members | undefined | typeof UNREADABLE {
  if (params === undefined) return undefined;
  // Only an object is possible here.
  if (!isObject(params)) return shape === any ? undefined : UNREADABLE;
  return shape(params, []) as Members | typeof UNREADABLE;
}
