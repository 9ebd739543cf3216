// The first lines on a control connection. Versioned, since the two sides may be different releases: the member
// `patchbay` is checked before anything else.
import { z } from 'zod';
import type { ErrorCode } from '../../errors/codes.ts';

export const CONTROL_VERSION = 1;

const common = {
  patchbay: z.literal(CONTROL_VERSION),
  /** Of the program. */
  version: z.string(),
  pid: z.number().int(),
};

export const helloSchema = z.discriminatedUnion('kind', [
  z.object({
    ...common,
    kind: z.literal('relay'),
    /** Where the client was started. */
    cwd: z.string(),
    /** The client's PATH. */
    path: z.string(),
    codexHome: z.string(),
  }),
  z.object({ ...common, kind: z.literal('status') }),
  z.object({ ...common, kind: z.literal('approvals') }),
  z.object({ ...common, kind: z.literal('rules') }),
  z.object({ ...common, kind: z.literal('clients') }),
  z.object({ ...common, kind: z.literal('azure-token'), scope: z.string() }),
  z.object({
    ...common,
    kind: z.literal('sign-in'),
    codexHome: z.string(),
    remote: z.string(),
    action: z.enum(['in', 'out']),
    scopes: z.array(z.string()).optional(),
    registration: z.enum(['auto', 'cimd', 'dcr']).optional(),
    clientSecret: z.string().optional(),
  }),
]);
export type Hello = z.infer<typeof helloSchema>;
export type SignInHello = Extract<Hello, { kind: 'sign-in' }>;
export type RelayHello = Extract<Hello, { kind: 'relay' }>;

/** The host's first line; more may follow, depending on the kind. */
export type ControlAnswer =
  | {
      readonly patchbay: typeof CONTROL_VERSION;
      readonly ok: true;
      /** The host's process id; older hosts do not send it. */
      readonly pid?: number;
    }
  | {
      readonly patchbay: typeof CONTROL_VERSION;
      readonly ok: false;
      /** The code of the error and its two sentences; see PatchbayError. */
      readonly code: ErrorCode;
      readonly summary: string;
      readonly fix: string;
    };

/** An error that crosses the connection. The host may be of another release, with codes this one does not know. */
export const sentErrorSchema = z.object({
  code: z.custom<ErrorCode>((code) => typeof code === 'string'),
  summary: z.string(),
  fix: z.string(),
});

/** What follows an `azure-token`: one line. */
export const azureTokenAnswerSchema = z.union([
  z.object({ token: z.string() }),
  z.object({ refusal: sentErrorSchema.extend({ details: z.string().optional() }) }),
]);
export type AzureTokenAnswer = z.infer<typeof azureTokenAnswerSchema>;

const sessionStatusSchema = z.object({
  id: z.string(),
  principal: z.string(),
  transport: z.enum(['stdio', 'http', 'relay']),
  /** As it introduced itself; absent until it has. */
  client: z.object({ name: z.string(), version: z.string() }).optional(),
  openedAt: z.iso.datetime(),
});

export const hostStatusSchema = z.object({
  pid: z.number(),
  version: z.string(),
  url: z.string(),
  codexHome: z.string(),
  startedAt: z.iso.datetime(),
  engine: z.object({ pid: z.number(), version: z.string() }).optional(),
  sessions: z.array(sessionStatusSchema),
  runningThreads: z.array(
    z.object({
      id: z.string(),
      principal: z.string(),
      cwd: z.string(),
      isExposed: z.boolean(),
      /** Its turn waits for a place; older hosts do not say it. */
      queued: z.object({ place: z.number(), most: z.number() }).optional(),
    }),
  ),
  waitingApprovals: z.number(),
  /** The PATH on which rules look programs up; older hosts do not say it. */
  searchPath: z.string().optional(),
});
export type HostStatus = z.infer<typeof hostStatusSchema>;
