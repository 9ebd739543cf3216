import { useElementSize } from '@mantine/hooks';
import { useRef, useState } from 'react';
import { words } from '../words.ts';
import { DiffList, type DiffListHandle } from './diff/diff-list.tsx';
import { hunkFrom } from './diff/diff-rows.ts';
import { DiffToolbar } from './diff/diff-toolbar.tsx';
import { FileHead } from './diff/file-head.tsx';
import { FileTree } from './diff/file-tree.tsx';
import type { PatchFile } from './patch-files.ts';
import classes from './patch-view.module.css';
import { usePatchKeys } from './use-patch-keys.ts';
import type { PatchViewState } from './use-patch-view.ts';

/** From this width on, the files are listed beside the diff; below it, above the diff where somebody asks for them. */
const BESIDE_FROM_PX = 700;

/** Several files with their diffs, in one list. The caller keeps how they are shown, and scrolls it. */
export function PatchView({ files, view }: { files: readonly PatchFile[]; view: PatchViewState }) {
  const { ref, width } = useElementSize();
  const { ref: toolbar, height: toolbarPx } = useElementSize();
  const list = useRef<DiffListHandle>(null);
  const [wantsTree, setWantsTree] = useState<boolean>();
  const [hunk, setHunk] = useState<number>();
  const isBeside = width >= BESIDE_FROM_PX;
  const isTreeOpen = files.length > 1 && (wantsTree ?? isBeside);

  function goToFile(index: number) {
    const isFolded = view.folded.has(index);
    function go() {
      const item = list.current?.items.findIndex(({ kind, file }) => kind === 'head' && file === index);
      if (item !== undefined && item >= 0) list.current?.goTo(item);
    }
    view.open(index);
    setHunk(undefined);
    // Later only where it has to be unfolded first: a person who scrolls on must not be taken back.
    if (isFolded) requestAnimationFrame(go);
    else go();
  }
  function goToHunk(step: 1 | -1) {
    const shown = list.current;
    if (!shown) return;
    const from = hunk !== undefined && shown.isVisible(hunk) ? hunk : shown.atTop();
    const next = hunkFrom(shown.items, from, step);
    if (next === undefined) return;
    setHunk(next);
    shown.goTo(next);
    const file = shown.items[next]?.file;
    if (file !== undefined) view.setCurrent(file);
  }
  function change(action: () => void) {
    // Other items stand at other places from now on.
    setHunk(undefined);
    action();
  }
  function followScroll() {
    const shown = list.current;
    if (!shown || shown.items.some(({ file }, index) => file === view.current && shown.isVisible(index)))
      return;
    const file = shown.items[shown.atTop()]?.file;
    if (file !== undefined && file !== view.current) view.setCurrent(file);
  }
  usePatchKeys(view, files.length, goToHunk, change);

  return (
    <div ref={ref} className={classes.frame} data-beside={(isBeside && isTreeOpen) || undefined}>
      <DiffToolbar
        ref={toolbar}
        files={files}
        view={view}
        isTreeOpen={isTreeOpen}
        onTree={() => setWantsTree(!isTreeOpen)}
        onHunk={goToHunk}
      />
      {isTreeOpen && (
        <div className={classes.side} style={{ top: toolbarPx + 4 }}>
          <FileTree files={files} current={view.current} viewed={view.viewed} onSelect={goToFile} />
        </div>
      )}
      <div className={classes.diffs}>
        <DiffList
          ref={list}
          files={files}
          look={view}
          folded={view.folded}
          coveredPx={toolbarPx}
          current={hunk}
          onScrolled={followScroll}
          head={(index) => {
            const file = files[index];
            return (
              file && (
                <FileHead
                  file={file}
                  isFolded={view.folded.has(index)}
                  isCurrent={files.length > 1 && view.current === index}
                  isViewed={view.review === undefined ? undefined : view.viewed.has(index)}
                  onToggle={() => change(() => view.toggle(index))}
                  onViewed={() => change(() => view.toggleViewed(index))}
                />
              )
            );
          }}
        />
        {view.hidesSpace && (
          <p className={classes.note} role="status">
            {words.diff.spaceHidden}
          </p>
        )}
      </div>
    </div>
  );
}
