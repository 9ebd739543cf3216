import { Group, SegmentedControl } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useRef } from 'react';
import { words } from '../words.ts';
import { FileDiff } from './file-diff.tsx';
import { FileList } from './file-list.tsx';
import type { PatchFile } from './patch-files.ts';
import classes from './patch-view.module.css';
import type { PatchViewState } from './use-patch-view.ts';

/** From this width on, the file list is beside the diff; below it, above the diff. */
const BESIDE_FROM_PX = 900;

/** Several files with their diffs. The caller keeps which are folded and how they are shown. */
export function PatchView({ files, view }: { files: readonly PatchFile[]; view: PatchViewState }) {
  const { ref, width } = useElementSize();
  const diffs = useRef<HTMLDivElement>(null);
  const isBeside = width >= BESIDE_FROM_PX;
  function goTo(index: number) {
    view.open(index);
    diffs.current?.children[index]?.scrollIntoView({ block: 'start' });
  }
  return (
    <div ref={ref} className={classes.frame} data-beside={isBeside || undefined}>
      <div className={classes.side}>
        {files.length > 1 && <FileList files={files} current={view.current} onSelect={goTo} />}
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label={words.diff.layout}
            value={view.layout}
            onChange={(value) => view.setLayout(value === 'split' ? 'split' : 'unified')}
            data={[
              { value: 'unified', label: words.diff.unified },
              { value: 'split', label: words.diff.split },
            ]}
          />
        </Group>
      </div>
      <div ref={diffs} className={classes.diffs}>
        {files.map((file, index) => (
          <FileDiff
            key={`${file.path} ${file.movedTo ?? ''}`}
            file={file}
            layout={view.layout}
            isFolded={view.folded.has(index)}
            isCurrent={files.length > 1 && view.current === index}
            onToggle={() => view.toggle(index)}
          />
        ))}
      </div>
    </div>
  );
}
