// How a comparison is printed.

export interface Compared {
  readonly name: string;
  readonly old: unknown;
  readonly ours: unknown;
  readonly verdict: 'same' | 'better' | 'different';
  readonly why: string | undefined;
  /** What is not as the tables say. */
  readonly problem: string | undefined;
}

const NAME_CHARS = 58;
const SEEN_CHARS = 40;

/** @param isWhole prints what was seen word for word, not cut to the width of the table */
export function rowOf(compared: Compared, isWhole: boolean): string {
  const { name, old, ours, verdict, why, problem } = compared;
  const word = problem === undefined ? verdict : 'WRONG';
  const seen = [old, ours].map((one) => cut(textOf(one), SEEN_CHARS).padEnd(SEEN_CHARS));
  const reason = problem ?? (verdict === 'same' ? undefined : why);
  const row = `  ${cut(name, NAME_CHARS).padEnd(NAME_CHARS)} | ${seen.join(' | ')} | ${word}`;
  const whole = isWhole ? `\n      old:  ${JSON.stringify(old)}\n      ours: ${JSON.stringify(ours)}` : '';
  return `${row}${reason === undefined ? '' : `: ${reason}`}${whole}\n`;
}

export function summaryOf(all: readonly Compared[]): string {
  const count = (fits: (one: Compared) => boolean) => all.filter(fits).length;
  const words = (['same', 'better', 'different'] as const).map(
    (verdict) => `${count((one) => one.problem === undefined && one.verdict === verdict)} ${verdict}`,
  );
  const wrong = count(({ problem }) => problem !== undefined);
  return `\n${all.length} cases: ${words.join(', ')}, ${wrong} not as the tables say\n`;
}

function textOf(seen: unknown): string {
  return typeof seen === 'string' ? seen : (JSON.stringify(seen) ?? 'nothing');
}

function cut(text: string, chars: number): string {
  const line = text.replaceAll('\n', '⏎');
  return line.length > chars ? `${line.slice(0, chars - 1)}…` : line;
}
