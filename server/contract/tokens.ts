// What turns and threads have used of their model. Prices are not known here: they depend on the account and the provider.

export interface TokenCounts {
  readonly total: number;
  /** With `cached`. */
  readonly input: number;
  /** Of the input, what the provider had read before. */
  readonly cached: number;
  /** With `reasoning`. */
  readonly output: number;
  readonly reasoning: number;
}

export function tokensBetween(before: TokenCounts, after: TokenCounts): TokenCounts {
  return {
    total: after.total - before.total,
    input: after.input - before.input,
    cached: after.cached - before.cached,
    output: after.output - before.output,
    reasoning: after.reasoning - before.reasoning,
  };
}

export function tokensTogether(left: TokenCounts, right: TokenCounts): TokenCounts {
  return {
    total: left.total + right.total,
    input: left.input + right.input,
    cached: left.cached + right.cached,
    output: left.output + right.output,
    reasoning: left.reasoning + right.reasoning,
  };
}

/** `12,300 (11,000 in, of which 9,000 cached; 1,300 out, of which 400 reasoning)` */
export function tokensInWords({ total, input, cached, output, reasoning }: TokenCounts): string {
  const came = `${counted(input)} in${cached > 0 ? `, of which ${counted(cached)} cached` : ''}`;
  const went = `${counted(output)} out${reasoning > 0 ? `, of which ${counted(reasoning)} reasoning` : ''}`;
  return `${counted(total)} (${came}; ${went})`;
}

function counted(count: number): string {
  return count.toLocaleString('en');
}
