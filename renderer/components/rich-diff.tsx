import { DiffModeEnum, DiffView } from '@git-diff-view/react';
import '@git-diff-view/react/styles/diff-view-pure.css';
import './diff-colors.css';
import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';
import type { PatchFile } from './patch-files.ts';

/** A diff with its language's colours, unified or split; for files of moderate length. */
export default function RichDiff({ file, layout }: { file: PatchFile; layout: 'unified' | 'split' }) {
  const scheme = useComputedColorScheme('light');
  const data = useMemo(() => diffData(file), [file]);
  return (
    <DiffView
      data={data}
      diffViewMode={layout === 'split' && file.kind === 'update' ? DiffModeEnum.Split : DiffModeEnum.Unified}
      diffViewTheme={scheme}
      diffViewHighlight
      diffViewWrap
      diffViewFontSize={12}
    />
  );
}

function diffData(file: PatchFile) {
  const oldName = file.kind === 'add' ? '/dev/null' : `a/${file.path}`;
  const newName = file.kind === 'delete' ? '/dev/null' : `b/${file.movedTo ?? file.path}`;
  const language = /\.([^./]+)$/.exec(file.movedTo ?? file.path)?.[1] ?? 'plaintext';
  return {
    oldFile: { fileName: file.path, fileLang: language },
    newFile: { fileName: file.movedTo ?? file.path, fileLang: language },
    hunks: [`--- ${oldName}\n+++ ${newName}\n${file.lines.join('\n')}\n`],
  };
}
