// The options of `patchbay token add` and `token limit` that say what a client may do, and what they become.
import fs from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Ceiling, sandboxModes } from '../contract/ceiling.ts';
import { type Limits, limitPolicies, MOST_TURNS, type ToolTier, toolTiers } from '../contract/limits.ts';
import type { TokenExpiry } from '../contract/token-expiry.ts';
import { readToolName, type ToolName, toolKey } from '../contract/tool-name.ts';
import { notAFolder } from '../errors/cli.ts';
import { type CeilingWords, ceilingOf } from './host-options.ts';
import { notEmpty } from './not-empty.ts';
import { wholeNumber } from './numbers.ts';

/** What stands on the command line. */
export interface LimitWords extends Partial<CeilingWords> {
  readonly folder?: readonly string[];
  readonly remote?: readonly string[];
  readonly tier?: ToolTier;
  readonly tool?: readonly ToolName[];
  /** false with --no-codex. */
  readonly codex: boolean;
  readonly toolSearch?: boolean;
  readonly minApproval?: Limits['approvalPolicy'];
  readonly model?: readonly string[];
  readonly turns?: number;
  readonly expires?: TokenExpiry;
}

/** Words for `--lift` → the limit each takes away. */
export const liftable = {
  folder: 'folders',
  remote: 'remotes',
  tier: 'toolTier',
  tool: 'tools',
  codex: 'codexTools',
  'tool-search': 'toolSearch',
  'min-approval': 'approvalPolicy',
  model: 'models',
  turns: 'mostTurns',
} as const satisfies Readonly<Record<string, keyof Limits>>;
export type Liftable = keyof typeof liftable;

export function addLimitOptions(command: Command): Command {
  return command
    .option('--folder <dir>', 'its calls work there or below only; more than once for several', collect)
    .option('--remote <name>', 'it may use this MCP server of config.toml, and no others', collect)
    .addOption(
      new Option('--tier <tier>', 'tools of MCP servers up to this, by their annotations').choices(toolTiers),
    )
    .option('--tool <remote/tool>', 'this tool too, whatever its tier; without --tier these alone', tools)
    .option('--no-codex', 'without the Codex tools')
    .option('--tool-search', 'two tools that find and call those of MCP servers, instead of all of them')
    .addOption(
      new Option('--max-sandbox <mode>', 'widest sandbox this client may ask for').choices(sandboxModes),
    )
    .option('--allow-never', 'this client may turn questions off in a sandbox that can write')
    .option('--allow-network', 'this client may ask for network in the sandbox')
    .addOption(
      new Option('--min-approval <policy>', 'how much its calls must ask at least').choices(limitPolicies),
    )
    .option('--model <name>', 'it may use this model, and no others; the first is its default', collect)
    .option('--turns <n>', 'how many of its turns may run at once', wholeNumber(1, MOST_TURNS))
    .option(
      '--expires <when>',
      'when its token stops counting: after days without use (90d), after a date (2027-03-31), or never',
      (text) => parseExpiry(text, new Date()),
    );
}

/** @returns undefined when none of the three options is there */
export function ceilingIn({ maxSandbox, allowNever, allowNetwork }: LimitWords): Ceiling | undefined {
  const words = {
    ...(maxSandbox !== undefined && { maxSandbox }),
    ...(allowNever !== undefined && { allowNever }),
    ...(allowNetwork !== undefined && { allowNetwork }),
  };
  return Object.keys(words).length > 0 ? ceilingOf(words) : undefined;
}

/**
 * @returns the limits that the options set
 * @throws not-a-folder
 */
export function limitsIn(words: LimitWords): Limits {
  const { folder, remote, tier, tool, codex, toolSearch, minApproval, model, turns: mostTurns } = words;
  return {
    ...(folder && { folders: folder.map(realFolder) }),
    ...(remote && { remotes: [...remote] }),
    ...(tier && { toolTier: tier }),
    ...(tool && { tools: tool.map((one) => toolKey(one.remote, one.tool)) }),
    ...(!codex && { codexTools: false as const }),
    ...(toolSearch && { toolSearch: true as const }),
    ...(minApproval && { approvalPolicy: minApproval }),
    ...(model && { models: [...model] }),
    ...(mostTurns !== undefined && { mostTurns }),
  };
}

/**
 * @param text `90d`, `never` or the last day on which the token counts, `2027-03-31`
 * @throws InvalidArgumentError
 */
export function parseExpiry(text: string, now: Date): TokenExpiry {
  if (text === 'never') return { kind: 'never' };
  const days = Number(/^(\d{1,4})d$/.exec(text)?.[1]);
  if (days >= 1 && days <= 3650) return { kind: 'unused', days };
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? []).map(Number);
  if (year !== undefined && month !== undefined && day !== undefined) {
    const end = new Date(year, month - 1, day + 1);
    const isDay = new Date(year, month - 1, day).getMonth() === month - 1;
    if (!isDay) throw new InvalidArgumentError('There is no such day.');
    if (end <= now) throw new InvalidArgumentError('That day is over.');
    return { kind: 'at', at: end.toISOString() };
  }
  throw new InvalidArgumentError('It must be days (90d, at most 3650d), a date (2027-03-31), or never.');
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, notEmpty(value)];
}

function tools(value: string, before: readonly ToolName[] = []): ToolName[] {
  const named = readToolName(value);
  if ('fault' in named)
    throw new InvalidArgumentError(`It must be like github/create_issue; ${named.fault}.`);
  return [...before, named];
}

/** @throws not-a-folder */
function realFolder(folder: string): string {
  try {
    const real = fs.realpathSync(folder);
    fs.readdirSync(real);
    return real;
  } catch (error) {
    throw notAFolder('--folder', folder, error);
  }
}
