import { Button, Stack, Text } from '@mantine/core';
import type { UndoPreview, UndoStep } from '../../../../server/contract/thread-changes.ts';
import { makeVisibleInLine } from '../../../../server/contract/visible.ts';
import { useHost } from '../../../host/host-context.tsx';
import { words } from '../../../words.ts';
import { LazyDiff } from './lazy-diff.tsx';
import { useBounded } from './use-bounded.ts';

const text = words.changes.dialog;
const kinds = { create: 'add', restore: 'update', delete: 'delete' } as const;
/** With more files, all are folded. */
const MAX_OPEN = 20;

/** Each file with what would change in it. */
export function UndoSteps({ preview, layout }: { preview: UndoPreview; layout: 'unified' | 'split' }) {
  const { ask } = useHost();
  const { id, steps, stepCount } = preview;
  const { shown, restCount, showMore } = useBounded(steps);
  return (
    <Stack gap={6}>
      {shown.map(({ path, does, what, mode }: UndoStep) => (
        <LazyDiff
          key={path}
          name={makeVisibleInLine(path)}
          letter={text.letters[does]}
          does={text.does[does]}
          kind={kinds[does]}
          layout={layout}
          version={id}
          isOpenAtFirst={steps.length <= MAX_OPEN && what !== 'folder'}
          marks={
            <Text component="span" size="xs" c="dimmed">
              {[
                words.changes.whats[what],
                mode ? words.changes.mode(mode.before, mode.after) : text.does[does],
              ]
                .filter(Boolean)
                .join(' ')}
            </Text>
          }
          load={() => ask('preview-text', { id, path, sides: 'step' })}
        />
      ))}
      {restCount > 0 && (
        <Button variant="default" onClick={showMore}>
          {words.changes.more(restCount)}
        </Button>
      )}
      {stepCount > steps.length && restCount === 0 && (
        <Text c="dimmed">{words.changes.notListed(stepCount - steps.length)}</Text>
      )}
    </Stack>
  );
}
