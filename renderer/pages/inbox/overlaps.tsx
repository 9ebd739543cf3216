import { Alert, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { byWhom, type Overlap, threadName } from '../../../server/contract/overlap.ts';
import { relativeTo } from '../../../server/contract/shown-paths.ts';
import { Ago } from '../../components/elapsed.tsx';
import { FileDiff } from '../../components/file-diff.tsx';
import { type PatchFile, patchFiles } from '../../components/patch-files.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import classes from './overlaps.module.css';

/** A longer difference is folded until the person wants to see it. */
const MAX_OPEN_LINES = 40;

interface Props {
  readonly overlaps: readonly Overlap[];
  readonly folder: string;
  readonly layout: 'unified' | 'split';
}

/** The files of a patch that somebody else has changed since its thread last saw them: who, when, and what. */
export function Overlaps({ overlaps, folder, layout }: Props) {
  return (
    <Alert
      color="orange"
      icon={<IconUsers />}
      mb="sm"
      title={words.overlap.title(overlaps.length)}
      role="group"
    >
      {overlaps.map((overlap) => (
        <div key={overlap.path} className={classes.file}>
          <Who overlap={overlap} shown={relativeTo(folder, overlap.path)} />
          <Theirs overlap={overlap} folder={folder} layout={layout} />
        </div>
      ))}
    </Alert>
  );
}

function Who({ overlap: { changes, lastSeen }, shown }: { overlap: Overlap; shown: string }) {
  const { threads } = useReadyState();
  const nameOf = (id: string) => threadName(threads.find((thread) => thread.id === id));
  return (
    <Text className={classes.who}>
      <b>{shown}</b> {words.overlap.wasChanged}
      {changes.map((change) => (
        <Fragment key={JSON.stringify(change)}>
          {change !== changes[0] && words.overlap.next}
          <VisibleText>{byWhom(change, nameOf)}</VisibleText>
          {'at' in change && (
            <>
              {' '}
              <Ago at={change.at} />
            </>
          )}
        </Fragment>
      ))}
      . {words.overlap.lastSeen[lastSeen.how]} <Ago at={lastSeen.at} />.
    </Text>
  );
}

function Theirs({ overlap, folder, layout }: { overlap: Overlap } & Pick<Props, 'folder' | 'layout'>) {
  if (overlap.diff === undefined)
    return (
      <Text size="xs" c="dimmed">
        {words.overlap.notKnown}
      </Text>
    );
  const change = { path: overlap.path, kind: { type: 'update' as const }, diff: overlap.diff };
  const [file] = patchFiles([change], folder);
  return file && <Difference file={file} layout={layout} />;
}

function Difference({ file, layout }: { file: PatchFile; layout: Props['layout'] }) {
  const [isFolded, setFolded] = useState(file.lines.length > MAX_OPEN_LINES);
  return (
    <FileDiff
      file={file}
      title={words.overlap.theirs(file.path)}
      layout={layout}
      isFolded={isFolded}
      onToggle={() => setFolded(!isFolded)}
    />
  );
}
