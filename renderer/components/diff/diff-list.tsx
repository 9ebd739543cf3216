import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, type Ref, useImperativeHandle, useMemo, useRef } from 'react';
import { words } from '../../words.ts';
import type { PatchFile } from '../patch-files.ts';
import { DiffBlock } from './diff-block.tsx';
import { type DiffText, diffText } from './diff-lines.ts';
import classes from './diff-list.module.css';
import { blocksOf, type DiffItem, type DiffRow, picturesOfText, rowsOf } from './diff-rows.ts';
import { PictureSides } from './picture-sides.tsx';
import { useScrollParent } from './use-scroll-parent.ts';

/** How diffs are shown. */
export interface DiffLook {
  readonly layout: 'unified' | 'split';
  /** Lines that differ in white space alone are shown as if they were the same. */
  readonly hidesSpace: boolean;
}

/** What a list can be told from outside. */
export interface DiffListHandle {
  /** Brings an item to the top. */
  goTo(index: number): void;
  /** @returns the index of the item at the top, below what covers it */
  atTop(): number;
  isVisible(index: number): boolean;
  readonly items: readonly DiffItem[];
}

interface Props {
  readonly files: readonly PatchFile[];
  readonly look: DiffLook;
  /** Above the diff of each file; none for one file whose name stands elsewhere. */
  readonly head?: (index: number) => ReactNode;
  /** Indexes of those whose head alone is shown. */
  readonly folded?: ReadonlySet<number>;
  /** So many px at the top of what scrolls are covered. */
  readonly coveredPx?: number;
  /** The item that was gone to. */
  readonly current?: number | undefined;
  readonly ref?: Ref<DiffListHandle>;
  /** A different file is at the top. */
  onScrolled?(): void;
}

const LINE_PX = 17;
const HEAD_PX = 38;
const IMAGE_PX = 244;
const NOTE_PX = 38;
const nothingFolded: ReadonlySet<number> = new Set();

/** Diffs of any length in one list, scrolled by what is around it. Only what is visible is rendered. */
export function DiffList(props: Props) {
  const { files, look, head, folded = nothingFolded, coveredPx = 0, current, ref } = props;
  const list = useRef<HTMLDivElement>(null);
  const { scroller, offset } = useScrollParent(list);
  const texts = useTexts(files, look);
  const hasHeads = head !== undefined;
  const items = useMemo(() => itemsOf(files, texts, folded, hasHeads), [files, texts, folded, hasHeads]);
  const virtual = useVirtualizer({
    count: scroller ? items.length : 0,
    getScrollElement: () => scroller,
    estimateSize: (index) => heightOf(items[index]),
    getItemKey: (index) => keyOf(items[index]),
    scrollMargin: offset,
    scrollPaddingStart: coveredPx,
    overscan: 3,
    onChange: () => props.onScrolled?.(),
  });
  useImperativeHandle(ref, () => ({
    items,
    goTo(index) {
      // The list's own way goes on for a while, against a person who scrolls meanwhile.
      const place = virtual.getOffsetForIndex(index, 'start');
      if (place && scroller) scroller.scrollTop = place[0];
    },
    isVisible(index) {
      const { startIndex = 0, endIndex = -1 } = virtual.range ?? {};
      return index >= startIndex && index <= endIndex;
    },
    atTop: () => virtual.getVirtualItemForOffset((virtual.scrollOffset ?? 0) + coveredPx + 1)?.index ?? 0,
  }));
  const digits = useMemo(() => digitsOf(texts), [texts]);
  const shown = virtual.getVirtualItems();
  return (
    <div
      ref={list}
      className={classes.list}
      data-heads={hasHeads || undefined}
      style={{ height: virtual.getTotalSize(), '--diff-digits': digits } as CSSProperties}
    >
      <div
        className={classes.shown}
        style={{ transform: `translateY(${(shown[0]?.start ?? offset) - offset}px)` }}
      >
        {shown.map(({ index, key }) => {
          const item = items[index];
          const text = item && texts[item.file];
          const file = item && files[item.file];
          if (!item || !text || !file) return null;
          const isLast = items[index + 1]?.file !== item.file;
          return (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              data-kind={item.kind}
              data-last={isLast || undefined}
              className={classes.item}
            >
              {item.kind === 'head' && head?.(item.file)}
              {item.kind === 'image' && <PictureSides name={file.path} pictures={item.pictures} />}
              {item.kind === 'nothing' && (
                <p className={classes.note}>{file.isBinary ? words.diff.binary : words.diff.noText}</p>
              )}
              {item.kind === 'block' && (
                <DiffBlock
                  text={text.text}
                  rows={text.rows}
                  from={item.from}
                  to={item.to}
                  isCurrent={index === current}
                  digits={digits}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface ShownText {
  readonly text: DiffText;
  readonly rows: readonly DiffRow[];
}

function useTexts(files: readonly PatchFile[], { layout, hidesSpace }: DiffLook): readonly ShownText[] {
  const texts = useMemo(
    () => files.map((file) => diffText(file.lines, { path: file.movedTo ?? file.path, hidesSpace })),
    [files, hidesSpace],
  );
  return useMemo(
    () =>
      texts.map((text, index) => ({
        text,
        // A file that is new or gone has one side.
        rows: rowsOf(text, files[index]?.kind === 'update' ? layout : 'unified'),
      })),
    [texts, files, layout],
  );
}

function itemsOf(
  files: readonly PatchFile[],
  texts: readonly ShownText[],
  folded: ReadonlySet<number>,
  hasHeads: boolean,
): DiffItem[] {
  return files.flatMap((file, index): DiffItem[] => {
    const head: DiffItem[] = hasHeads ? [{ kind: 'head', file: index }] : [];
    if (folded.has(index)) return head;
    const pictures = picturesOfText(file);
    const image: DiffItem[] = pictures ? [{ kind: 'image', file: index, pictures }] : [];
    const blocks = blocksOf(texts[index]?.rows ?? [], index);
    return [...head, ...image, ...(blocks.length > 0 ? blocks : [{ kind: 'nothing', file: index } as const])];
  });
}

function heightOf(item: DiffItem | undefined): number {
  switch (item?.kind) {
    case 'block':
      return (item.to - item.from) * LINE_PX;
    case 'head':
      return HEAD_PX;
    case 'image':
      return IMAGE_PX;
    default:
      return NOTE_PX;
  }
}

function keyOf(item: DiffItem | undefined): string {
  return item?.kind === 'block' ? `${item.file} ${item.from} ${item.to}` : `${item?.file} ${item?.kind}`;
}

/** How many digits the largest line number has. */
function digitsOf(texts: readonly ShownText[]): number {
  const last = texts.map(({ text }) => {
    const line = text.lines.findLast(({ oldNumber, newNumber }) => oldNumber ?? newNumber);
    return Math.max(line?.oldNumber ?? 0, line?.newNumber ?? 0);
  });
  return String(Math.max(1, ...last)).length;
}
