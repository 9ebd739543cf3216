// The arguments of calls of `codex` and `codex-reply`, as all releases of `codex mcp-server` accepted them, and the texts
// its last release (0.153.4) used to refuse them.

import type { z } from 'zod';
import type { PermissionWishes } from '../../approvals/ceilings.ts';
import { issueWords } from '../../base/issue-words.ts';
import { type SandboxMode, sandboxModes } from '../../contract/ceiling.ts';
import type { Caps } from '../../contract/leash.ts';
import { capsSchema } from '../../contract/leash-schema.ts';
import { argumentsRefused } from '../../errors/calls.ts';
import { approvalPolicyOf, type Json } from './call-config.ts';
import { approvalPolicyWords } from './codex-tools.ts';

type Arguments = Readonly<Record<string, unknown>> | undefined;

export interface CodexArguments {
  readonly prompt: string;
  readonly cwd?: string;
  readonly model?: string;
  readonly wishes: PermissionWishes;
  readonly config: Readonly<Record<string, Json>>;
  readonly baseInstructions?: string;
  readonly developerInstructions?: string;
  readonly compactPrompt?: string;
  readonly profile?: string;
  readonly limits: Caps;
}

/** Argument name → its camelCase twin, which older wrappers send. */
const codexKeys = {
  prompt: 'prompt',
  model: 'model',
  cwd: 'cwd',
  'approval-policy': 'approvalPolicy',
  sandbox: 'sandbox',
  config: 'config',
  'base-instructions': 'baseInstructions',
  'developer-instructions': 'developerInstructions',
  'compact-prompt': 'compactPrompt',
  profile: 'profile',
  limits: 'limits',
  // Sent by callers written for releases from 2025. Plans are always reported now.
  'include-plan-tool': 'includePlanTool',
} as const;

const CODEX_PREFIX = 'Failed to parse configuration for Codex tool: ';

/** @throws arguments-refused */
export function parseCodexArguments(given: Arguments): CodexArguments {
  if (!given) {
    throw argumentsRefused('Missing arguments for codex tool-call; the `prompt` field is required.');
  }
  const names = Object.keys(codexKeys) as (keyof typeof codexKeys)[];
  const known = new Set<string>(names.flatMap((name) => [name, codexKeys[name]]));
  const unknown = Object.keys(given).find((key) => !known.has(key));
  if (unknown !== undefined) {
    const expected = names.map((name) => `\`${name}\``).join(', ');
    throw argumentsRefused(`${CODEX_PREFIX}unknown field \`${unknown}\`, expected one of ${expected}`);
  }
  const value = (name: keyof typeof codexKeys) => given[name] ?? given[codexKeys[name]];
  const text = (name: keyof typeof codexKeys) => optionalText(value(name));
  const prompt = text('prompt');
  if (prompt === undefined) throw argumentsRefused(`${CODEX_PREFIX}missing field \`prompt\``);

  return omitUndefined({
    prompt,
    cwd: text('cwd'),
    model: text('model'),
    wishes: omitUndefined({
      sandbox: oneOf(text('sandbox'), sandboxModes) as SandboxMode | undefined,
      approvalPolicy: approvalPolicyOf(oneOf(text('approval-policy'), approvalPolicyWords)),
    }),
    config: optionalMap(value('config')) ?? {},
    baseInstructions: text('base-instructions'),
    developerInstructions: text('developer-instructions'),
    compactPrompt: text('compact-prompt'),
    profile: text('profile'),
    limits: parseLimits(value('limits')),
  }) as CodexArguments;
}

/** @throws arguments-refused */
function parseLimits(given: unknown): Caps {
  const parsed = capsSchema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  throw argumentsRefused(`${CODEX_PREFIX}${argumentProblem(parsed.error, given, 'limits')}`);
}

/**
 * The first thing that is wrong, as a clause: `` `threadId` is missing: it must be text ``.
 * @param within the argument that was checked; undefined: all of them
 */
export function argumentProblem({ issues }: z.ZodError, given: unknown, within?: string): string {
  const [issue] = issues;
  const place = [...(within ? [within] : []), ...(issue?.path ?? [])].join('.');
  return `${place ? `\`${place}\` ` : ''}${issue ? issueWords(issue, given, 'an object') : 'cannot be used'}`;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** @throws arguments-refused */
export function parseReplyArguments(given: Arguments): { threadId: string; prompt: string; limits: Caps } {
  if (!given) {
    throw argumentsRefused(
      'Missing arguments for codex-reply tool-call; the `thread_id` and `prompt` fields are required.',
    );
  }
  const { prompt, threadId, conversationId } = given;
  if (typeof prompt !== 'string') {
    throw argumentsRefused('Failed to parse configuration for Codex tool: missing field `prompt`');
  }
  const id = threadId ?? conversationId;
  if (typeof id !== 'string') {
    throw argumentsRefused('Failed to parse thread_id: either threadId or conversationId must be provided');
  }
  const bare = id.replace(/^urn:uuid:/i, '').replace(/^\{(.*)\}$/, '$1');
  const uuid = /^[0-9a-f]{32}$/i.test(bare)
    ? bare.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
    : bare;
  if (!UUID.test(uuid)) throw argumentsRefused(`Failed to parse thread_id: ${whatIsWrongWith(bare)}`);
  return { threadId: uuid.toLowerCase(), prompt, limits: parseLimits(given['limits']) };
}

function optionalText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw argumentsRefused(`${CODEX_PREFIX}invalid type: ${describe(value)}, expected a string`);
}

function optionalMap(value: unknown): Record<string, Json> | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, Json>;
  throw argumentsRefused(`${CODEX_PREFIX}invalid type: ${describe(value)}, expected a map`);
}

function oneOf(value: string | undefined, words: readonly string[]): string | undefined {
  if (value === undefined || words.includes(value)) return value;
  const expected = words.map((word) => `\`${word}\``).join(', ');
  throw argumentsRefused(`${CODEX_PREFIX}unknown variant \`${value}\`, expected one of ${expected}`);
}

/** The type names that 0.153.4's parser used in its errors. */
function whatIsWrongWith(uuid: string): string {
  const at = uuid.search(/[^0-9a-fA-F-]/);
  if (at < 0) return `invalid length: expected length 32 for simple format, found ${uuid.length}`;
  const expected = 'expected an optional prefix of `urn:uuid:` followed by [0-9a-fA-F-]';
  return `invalid character: ${expected}, found \`${uuid[at]}\` at ${at + 1}`;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'sequence';
  return typeof value === 'object' ? 'map' : typeof value;
}

function omitUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
}
