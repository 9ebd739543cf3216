// Words of a command that end with a program and its arguments, whose options are not ours: `mcp add NAME npx -y server`.
import { parseArgs } from 'node:util';
import type { Command } from 'commander';

/**
 * From the second word on that is no option, everything belongs to the program, as in `codex mcp add`.
 * @param words those of the command
 * @returns the same with `--` before the program; unchanged if they have it
 */
export function withProgramApart(words: readonly string[], { options }: Command): string[] {
  const known = options.flatMap(({ long, short, required }) => {
    const type = required ? ('string' as const) : ('boolean' as const);
    return long ? [[long.slice(2), { type, ...(short && { short: short.slice(1) }) }] as const] : [];
  });
  const config = {
    args: [...words],
    options: Object.fromEntries(known),
    strict: false,
    tokens: true,
  } as const;
  let positionals = 0;
  for (const { kind, index } of parseArgs(config).tokens) {
    if (kind === 'option-terminator') break;
    if (kind === 'positional') positionals += 1;
    if (positionals === 2) return [...words.slice(0, index), '--', ...words.slice(index)];
  }
  return [...words];
}
