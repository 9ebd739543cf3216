import { Text } from '@mantine/core';
import { folderName, shortPath } from '../../../server/contract/shown-paths.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { DiffCounts } from '../../components/diff-counts.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';
import { words } from '../../words.ts';
import classes from './home.module.css';

const MOST = 3;

/** What the turns of today changed, and how their tests came out. Nothing while there is nothing to say. */
export function ChangedToday() {
  const { ask } = useHost();
  const { threads } = useReadyState();
  // A receipt comes a moment after the end of its turn.
  const key = threads.map(({ endedAt, changedAt }) => `${endedAt} ${changedAt}`).join();
  const [loaded] = useLoaded(() => ask('changed-today', {}), key);
  const text = words.home.today;
  if (loaded.kind !== 'ready') return null;
  const { turnCount, fileCount, added, removed, folders, tests } = loaded.value;
  const testsText = text.tests(tests);
  if (fileCount === 0 && !testsText) return null;
  return (
    <section className={classes.section} aria-label={text.title}>
      <h2 className={classes.title}>{text.title}</h2>
      <div className={classes.plain}>
        {fileCount > 0 && (
          <Text size="sm">
            {text.files(fileCount, turnCount)} <DiffCounts added={added} removed={removed} />
          </Text>
        )}
        {folders.length > 1 &&
          folders.slice(0, MOST).map(({ folder, ...changes }) => (
            <Text key={folder} size="xs" c="dimmed" title={makeVisible(shortPath(folder))}>
              {text.inFolder(makeVisible(folderName(folder)), changes.fileCount)}{' '}
              <DiffCounts added={changes.added} removed={changes.removed} />
            </Text>
          ))}
        {folders.length > MOST && (
          <Text size="xs" c="dimmed">
            {text.moreFolders(folders.length - MOST)}
          </Text>
        )}
        {testsText && <Text size="sm">{testsText}</Text>}
      </div>
    </section>
  );
}
