import { memo, useMemo } from 'react';
import { words } from '../../words.ts';
import classes from './diff-block.module.css';
import type { DiffLine, DiffText } from './diff-lines.ts';
import type { DiffRow } from './diff-rows.ts';
import { useTokens } from './highlighter-context.tsx';
import { type Range, segmentsOf, type Tokens, wordChanges } from './word-changes.ts';

interface Props {
  readonly text: DiffText;
  readonly rows: readonly DiffRow[];
  readonly from: number;
  readonly to: number;
  /** Where the keys for hunks have led. */
  readonly isCurrent: boolean;
  /** Of the largest line number. */
  readonly digits: number;
}

/** Some rows of a diff, rendered together. */
export const DiffBlock = memo(function DiffBlock(props: Props) {
  const { text, rows, from, to, isCurrent, digits } = props;
  const shown = rows.slice(from, to);
  const tokensOf = useLineTokens(text, shown);
  // Not again when the colours arrive.
  const changes = useMemo(() => changesIn(rows.slice(from, to)), [rows, from, to]);
  const changesOf = (line: DiffLine) => changes.get(line) ?? [];
  const half = (line: DiffLine | undefined, side: 'left' | 'right') => (
    <Half
      line={line}
      side={side}
      tokens={line && tokensOf(line)}
      changes={line ? changesOf(line) : []}
      digits={digits}
    />
  );
  return (
    <div className={classes.block} data-current={isCurrent || undefined}>
      {shown.map((row, index) => {
        const key = from + index;
        if ('right' in row) {
          return (
            <div key={key} className={classes.pair}>
              {half(row.left, 'left')}
              {half(row.right, 'right')}
            </div>
          );
        }
        const { left: line } = row;
        if (!line) return null;
        if (line.sign === '@' || line.sign === '\\') {
          return (
            <div key={key} className={classes.note} data-sign={line.sign}>
              {line.text}
            </div>
          );
        }
        return (
          <div key={key} className={classes.line} data-sign={line.sign}>
            <span className={classes.numbers} aria-hidden>
              {column(line.oldNumber, digits) + column(line.newNumber, digits)}
            </span>
            <Code line={line} tokens={tokensOf(line)} changes={changesOf(line)} />
          </div>
        );
      })}
    </div>
  );
});

/** One side of a row; empty where the other side has more lines. */
function Half(props: {
  line: DiffLine | undefined;
  side: 'left' | 'right';
  tokens: Tokens | undefined;
  changes: readonly Range[];
  digits: number;
}) {
  const { line, side, tokens = [], changes, digits } = props;
  if (!line) return <div className={classes.half} data-sign="none" />;
  return (
    <div className={classes.half} data-sign={line.sign}>
      <span className={classes.numbers} aria-hidden>
        {column(side === 'left' ? line.oldNumber : line.newNumber, digits)}
      </span>
      <Code line={line} tokens={tokens} changes={changes} />
    </div>
  );
}

/** One text for all numbers of a line: a screen of code has thousands of elements as it is. */
function column(number: number | undefined, digits: number): string {
  return `${String(number ?? '').padStart(digits + 1)} `;
}

function Code({ line, tokens, changes }: { line: DiffLine; tokens: Tokens; changes: readonly Range[] }) {
  const { sign } = line;
  return (
    <>
      <span className={classes.sign} title={sign === '≈' ? words.diff.spaceOnlyHint : undefined}>
        {`${sign} `}
      </span>
      <code className={classes.code}>
        {segmentsOf(line.text, tokens, changes).map(({ text, kind, isChanged }, index) =>
          kind || isChanged ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line have no other identity
            <span key={index} data-token={kind || undefined} data-changed={isChanged || undefined}>
              {text}
            </span>
          ) : (
            text
          ),
        )}
      </code>
    </>
  );
}

/** What is different in each line that replaces another, or is replaced. */
function changesIn(rows: readonly DiffRow[]): ReadonlyMap<DiffLine, readonly Range[]> {
  const changes = new Map<DiffLine, readonly Range[]>();
  for (const line of rows.flatMap(({ left, right }) => [left, right])) {
    if (!line?.pair || changes.has(line)) continue;
    const [before, after] = line.sign === '-' ? [line, line.pair] : [line.pair, line];
    const found = wordChanges(before.text, after.text);
    changes.set(before, found.before).set(after, found.after);
  }
  return changes;
}

/** The colours of the rows, from both sides. */
function useLineTokens(text: DiffText, rows: readonly DiffRow[]): (line: DiffLine) => Tokens {
  const lines = rows.flatMap(({ left, right }) => [left, right]);
  const before = boundsOf(lines, (line) => line.sign === '-');
  const after = boundsOf(lines, (line) => line.sign !== '-');
  const oldTokens = useTokens(text.before, before.from, before.to);
  const newTokens = useTokens(text.after, after.from, after.to);
  return (line) => {
    if (line.at < 0) return [];
    return line.sign === '-' ? oldTokens(line.at) : newTokens(line.at);
  };
}

/** Where the lines of one side are among all of it. */
function boundsOf(
  lines: readonly (DiffLine | undefined)[],
  isOfSide: (line: DiffLine) => boolean,
): { from: number; to: number } {
  const at = lines.flatMap((line) => (line && line.at >= 0 && isOfSide(line) ? [line.at] : []));
  return at.length === 0 ? { from: 0, to: 0 } : { from: Math.min(...at), to: Math.max(...at) + 1 };
}
