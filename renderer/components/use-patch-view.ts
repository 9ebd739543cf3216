// How a patch is viewed: the current file, folded files, unified or split.
import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';

export interface PatchViewState {
  readonly current: number;
  readonly folded: ReadonlySet<number>;
  readonly layout: 'unified' | 'split';
  setLayout(layout: 'unified' | 'split'): void;
  /** Makes a file current and unfolds it. */
  open(index: number): void;
  /** Folds or unfolds a file and makes it current. */
  toggle(index: number): void;
  toggleLayout(): void;
}

/** The layout is remembered from patch to patch, the rest is not. */
export function usePatchView(): PatchViewState {
  const [current, setCurrent] = useState(0);
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const [layout, setLayout] = useLocalStorage<'unified' | 'split'>({
    key: 'diff-layout',
    defaultValue: 'unified',
    getInitialValueInEffect: false,
  });
  function changeFolded(index: number, isFolded: boolean) {
    setCurrent(index);
    setFolded((before) => {
      const after = new Set(before);
      if (isFolded) after.add(index);
      else after.delete(index);
      return after;
    });
  }
  return {
    current,
    folded,
    layout,
    setLayout,
    open: (index) => changeFolded(index, false),
    toggle: (index) => changeFolded(index, !folded.has(index)),
    toggleLayout: () => setLayout(layout === 'split' ? 'unified' : 'split'),
  };
}
