// The accepted form of a remote's draft.
import { z } from 'zod';
import type { RemoteDraft } from './remote-draft.ts';
import { approvalModes } from './remote-table.ts';

const text = z.string().max(8192);
const name = z.string().min(1).max(200);
const secrets = z.array(z.strictObject({ name, value: text.optional() })).max(100);
const seconds = z.number().max(1_000_000).optional();
const common = {
  isRequired: z.boolean(),
  startupTimeoutSec: seconds,
  toolTimeoutSec: seconds,
  approvalMode: z.enum(approvalModes),
};

export const remoteDraftSchema: z.ZodType<RemoteDraft> = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('stdio'),
    command: text,
    args: z.array(text).max(500),
    env: secrets,
    envVars: z.array(name).max(100),
    cwd: text.optional(),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('http'),
    url: text,
    headers: secrets,
    envHeaders: z.array(z.strictObject({ name, variable: name })).max(100),
    headersHelper: text.optional(),
    bearerTokenEnvVar: name.optional(),
    ...common,
  }),
]);
