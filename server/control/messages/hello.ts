// The first lines on a control connection. Versioned, since the two sides may be of different releases: what
// `patchbay` says is checked before anything else is looked at.
import { z } from 'zod';

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
    /** PATH there. */
    path: z.string(),
    codexHome: z.string(),
  }),
  z.object({ ...common, kind: z.literal('status') }),
  z.object({ ...common, kind: z.literal('approvals') }),
  z.object({ ...common, kind: z.literal('rules') }),
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

/** What the host says first; more may follow, depending on the kind. */
export type ControlAnswer =
  | {
      readonly patchbay: typeof CONTROL_VERSION;
      readonly ok: true;
      /** Of the host; older ones do not say it. */
      readonly pid?: number;
    }
  | {
      readonly patchbay: typeof CONTROL_VERSION;
      readonly ok: false;
      /** Of the error, with its two sentences; see errors.ts. */
      readonly code: string;
      readonly summary: string;
      readonly fix: string;
    };

/** What follows an `azure-token`: one line. */
export const azureTokenAnswerSchema = z.union([
  z.object({ token: z.string() }),
  z.object({
    refusal: z.object({
      code: z.string(),
      summary: z.string(),
      fix: z.string(),
      details: z.string().optional(),
    }),
  }),
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
    z.object({ id: z.string(), principal: z.string(), cwd: z.string(), isExposed: z.boolean() }),
  ),
  waitingApprovals: z.number(),
});
export type HostStatus = z.infer<typeof hostStatusSchema>;
