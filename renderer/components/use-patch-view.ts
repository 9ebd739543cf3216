// How a patch is viewed: the current file, folded and viewed files, unified or split.
import { useLocalStorage, useSessionStorage } from '@mantine/hooks';
import { useState } from 'react';
import type { DiffLook } from './diff/diff-list.tsx';

export interface PatchViewState extends DiffLook {
  readonly current: number;
  readonly folded: ReadonlySet<number>;
  /** What is reviewed; undefined where a patch is only shown. */
  readonly review: string | undefined;
  /** Files that the person has seen, of this review. */
  readonly viewed: ReadonlySet<number>;
  setLayout(layout: 'unified' | 'split'): void;
  setCurrent(index: number): void;
  /** Makes a file current and unfolds it. */
  open(index: number): void;
  /** Folds or unfolds a file and makes it current. */
  toggle(index: number): void;
  /** A file that has been seen is folded. */
  toggleViewed(index: number): void;
  toggleLayout(): void;
  toggleSpace(): void;
}

/**
 * The layout is remembered from patch to patch; what was viewed, as long as the window is open; the rest is not.
 * @param review names what is reviewed, exactly as it is shown
 */
export function usePatchView(review?: string): PatchViewState {
  const [current, setCurrent] = useState(0);
  const [viewedFiles, setViewed] = useSessionStorage<readonly number[]>({
    key: `viewed ${review ?? ''}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const viewed: ReadonlySet<number> = new Set(viewedFiles);
  const [folded, setFolded] = useState<ReadonlySet<number>>(viewed);
  const [hidesSpace, setHidesSpace] = useState(false);
  const [layout, setLayout] = useLocalStorage<'unified' | 'split'>({
    key: 'diff-layout',
    defaultValue: 'unified',
    getInitialValueInEffect: false,
  });
  function changeFolded(index: number, isFolded: boolean) {
    setCurrent(index);
    setFolded((before) => withMember(before, index, isFolded));
  }
  return {
    current,
    folded,
    review,
    viewed,
    layout,
    hidesSpace,
    setLayout,
    setCurrent,
    open: (index) => changeFolded(index, false),
    toggle: (index) => changeFolded(index, !folded.has(index)),
    toggleViewed(index) {
      const isViewed = !viewed.has(index);
      setViewed([...withMember(viewed, index, isViewed)]);
      changeFolded(index, isViewed);
    },
    toggleLayout: () => setLayout(layout === 'split' ? 'unified' : 'split'),
    toggleSpace: () => setHidesSpace(!hidesSpace),
  };
}

function withMember(before: ReadonlySet<number>, index: number, isMember: boolean): ReadonlySet<number> {
  const after = new Set(before);
  if (isMember) after.add(index);
  else after.delete(index);
  return after;
}
