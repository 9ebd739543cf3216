import { createContext, type ReactNode, useContext, useEffect, useReducer, useState } from 'react';
import type { Side } from './diff-lines.ts';
import { type Highlighter, openHighlighter } from './highlighter.ts';
import type { Tokens } from './word-changes.ts';

const HighlighterContext = createContext<Highlighter | undefined>(undefined);

/** One worker for all diffs of the window, started by the first. */
export function HighlighterProvider({ children }: { children: ReactNode }) {
  const [highlighter] = useState(openHighlighter);
  useEffect(() => highlighter.close, [highlighter]);
  return <HighlighterContext value={highlighter}>{children}</HighlighterContext>;
}

/**
 * Asks for the colours of some lines.
 * @param to behind the last of them
 * @returns those of one line, none until they are known
 */
export function useTokens(side: Side, from: number, to: number): (line: number) => Tokens {
  const highlighter = useContext(HighlighterContext);
  const [, showNow] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let isShown = true;
    if (from < to) void highlighter?.load(side, from, to)?.then(() => isShown && showNow());
    return () => {
      isShown = false;
    };
  }, [highlighter, side, from, to]);
  return (line) => highlighter?.tokens(side, line) ?? none;
}

const none: Tokens = [];
