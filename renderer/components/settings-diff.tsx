import { useState } from 'react';
import { FileDiff } from './file-diff.tsx';
import { filesOfDiff } from './patch-files.ts';

/** What would change in a settings file. */
export function SettingsDiff({ diff }: { diff: string }) {
  const [isFolded, setFolded] = useState(false);
  return filesOfDiff(diff).map((file) => (
    <FileDiff
      key={file.path}
      file={file}
      layout="unified"
      isFolded={isFolded}
      onToggle={() => setFolded(!isFolded)}
    />
  ));
}
