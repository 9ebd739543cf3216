import { SegmentedControl } from '@mantine/core';
import { usePatchView } from '../../../components/use-patch-view.ts';
import { words } from '../../../words.ts';

type Layout = 'unified' | 'split';

/** How diffs are shown, remembered for all of them. */
export function useDiffLayout(): Layout {
  return usePatchView().layout;
}

/** Switches between them. */
export function DiffLayout({ layout }: { layout: Layout }) {
  const { setLayout } = usePatchView();
  return (
    <SegmentedControl
      size="xs"
      aria-label={words.diff.layout}
      value={layout}
      onChange={(value) => setLayout(value === 'split' ? 'split' : 'unified')}
      data={[
        { value: 'unified', label: words.diff.unified },
        { value: 'split', label: words.diff.split },
      ]}
    />
  );
}
