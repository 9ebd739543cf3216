// A remote in the window's form, on its way to config.toml. Values that may be secret are never sent to the window:
// they are kept unless the person types a new one. Pure, and used on both sides.
import { join } from 'shlex';
import type { ApprovalMode } from './remote-table.ts';

/** If `value` is absent, the stored one is kept. */
export interface SecretPair {
  readonly name: string;
  readonly value?: string | undefined;
}

export interface VariablePair {
  readonly name: string;
  readonly variable: string;
}

interface DraftBase {
  readonly isRequired: boolean;
  readonly startupTimeoutSec?: number | undefined;
  readonly toolTimeoutSec?: number | undefined;
  readonly approvalMode: ApprovalMode;
}

export interface StdioDraft extends DraftBase {
  readonly kind: 'stdio';
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly SecretPair[];
  readonly envVars: readonly string[];
  readonly cwd?: string | undefined;
}

export interface HttpDraft extends DraftBase {
  readonly kind: 'http';
  readonly url: string;
  readonly headers: readonly SecretPair[];
  /** Headers with values from variables. */
  readonly envHeaders: readonly VariablePair[];
  readonly headersHelper?: string | undefined;
  readonly bearerTokenEnvVar?: string | undefined;
}

export type RemoteDraft = StdioDraft | HttpDraft;

export const emptyDrafts: { readonly stdio: StdioDraft; readonly http: HttpDraft } = {
  stdio: {
    kind: 'stdio',
    command: '',
    args: [],
    env: [],
    envVars: [],
    isRequired: false,
    approvalMode: 'auto',
  },
  http: { kind: 'http', url: '', headers: [], envHeaders: [], isRequired: false, approvalMode: 'auto' },
};

export type DraftProblem =
  | 'missing'
  | 'name-characters'
  | 'name-reserved'
  | 'name-taken'
  | 'not-an-address'
  | 'address-with-password'
  | 'not-positive'
  | 'relative'
  | 'header-name'
  | 'variable-name'
  | 'twice';

/** Field → what is wrong with it. */
export type DraftProblems = Readonly<Record<string, DraftProblem>>;

/** `/mcp/codex` is Codex itself, and `patchbay` is what clients call us. */
const RESERVED_NAMES: readonly string[] = ['codex', 'patchbay'];
/** The name of an environment variable. */
export const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** RFC 9110 §5.1. */
const HEADER = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Whether no new remote may have this name. Programs that keep servers in an object lose those named like its members. */
export function isReservedName(name: string): boolean {
  return RESERVED_NAMES.includes(name) || name in {};
}

/** @returns the problem of an address; undefined if there is none. No `fetch` takes one with a user or a password. */
export function addressProblem(url: string): DraftProblem | undefined {
  if (url === '') return 'missing';
  if (!/^https?:\/\/\S+$/i.test(url) || !URL.canParse(url)) return 'not-an-address';
  const { username, password } = new URL(url);
  return username + password === '' ? undefined : 'address-with-password';
}

/** @returns the problem with a new name, by Codex's rules; undefined if there is none */
export function nameProblem(name: string, taken: readonly string[]): DraftProblem | undefined {
  if (name === '') return 'missing';
  if (!/^[A-Za-z0-9_-]+$/.test(name)) return 'name-characters';
  if (isReservedName(name)) return 'name-reserved';
  return taken.includes(name) ? 'name-taken' : undefined;
}

/** @returns an empty object if it can be saved */
export function draftProblems(draft: RemoteDraft): DraftProblems {
  const problems = {
    startupTimeoutSec: positive(draft.startupTimeoutSec),
    toolTimeoutSec: positive(draft.toolTimeoutSec),
    ...(draft.kind === 'stdio' ? stdioProblems(draft) : httpProblems(draft)),
  };
  const found = Object.entries(problems).filter(
    (entry): entry is [string, DraftProblem] => entry[1] !== undefined,
  );
  return Object.fromEntries(found);
}

/** What would be started or connected to, in full. */
export function whereOf(
  where: Pick<StdioDraft, 'kind' | 'command' | 'args'> | Pick<HttpDraft, 'kind' | 'url'>,
): string {
  return where.kind === 'http' ? where.url : join([where.command, ...where.args]);
}

function stdioProblems({ command, cwd, env, envVars }: StdioDraft): Record<string, DraftProblem | undefined> {
  const isRelative = cwd !== undefined && !/^(\/|[A-Za-z]:[\\/])/.test(cwd);
  return {
    command: command.trim() === '' ? 'missing' : undefined,
    cwd: isRelative ? 'relative' : undefined,
    env: namesProblem(env, VARIABLE, 'variable-name'),
    envVars: envVars.every((name) => VARIABLE.test(name)) ? undefined : 'variable-name',
  };
}

function httpProblems(draft: HttpDraft): Record<string, DraftProblem | undefined> {
  const { url, headers, envHeaders, bearerTokenEnvVar } = draft;
  const hasBadVariable = envHeaders.some(({ variable }) => !VARIABLE.test(variable));
  const isBadBearer = bearerTokenEnvVar !== undefined && !VARIABLE.test(bearerTokenEnvVar);
  return {
    url: addressProblem(url),
    headers: namesProblem(headers, HEADER, 'header-name'),
    envHeaders:
      namesProblem(envHeaders, HEADER, 'header-name') ?? (hasBadVariable ? 'variable-name' : undefined),
    bearerTokenEnvVar: isBadBearer ? 'variable-name' : undefined,
  };
}

function namesProblem(
  pairs: readonly { name: string }[],
  pattern: RegExp,
  problem: DraftProblem,
): DraftProblem | undefined {
  if (pairs.some(({ name }) => !pattern.test(name))) return problem;
  const names = pairs.map(({ name }) => name.toLowerCase());
  return new Set(names).size === names.length ? undefined : 'twice';
}

function positive(seconds: number | undefined): DraftProblem | undefined {
  return seconds === undefined || seconds > 0 ? undefined : 'not-positive';
}
