import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconBinaryTree2, IconSpaceOff } from '@tabler/icons-react';
import type { Ref } from 'react';
import { words } from '../../words.ts';
import { type PatchFile, pathOf } from '../patch-files.ts';
import type { PatchViewState } from '../use-patch-view.ts';
import classes from './diff-toolbar.module.css';

interface Props {
  readonly files: readonly PatchFile[];
  readonly view: PatchViewState;
  readonly isTreeOpen: boolean;
  readonly ref: Ref<HTMLDivElement>;
  onTree(): void;
  onHunk(step: 1 | -1): void;
}

/** Stays at the top while a patch scrolls: where one is in it, and how it is shown. */
export function DiffToolbar({ files, view, isTreeOpen, ref, onTree, onHunk }: Props) {
  const { viewed, review, layout, hidesSpace } = view;
  const file = files[view.current];
  const { toolbar } = words.diff;
  const key = (name: string) => (review === undefined ? '' : ` (${name})`);
  return (
    <div ref={ref} className={classes.toolbar} role="toolbar" aria-label={toolbar.label}>
      {files.length > 1 && (
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconBinaryTree2 size={13} />}
          aria-expanded={isTreeOpen}
          onClick={onTree}
        >
          {review === undefined ? toolbar.files(files.length) : toolbar.viewed(viewed.size, files.length)}
        </Button>
      )}
      <span className={classes.path}>{file && <bdi>{pathOf(file)}</bdi>}</span>
      <Button.Group>
        <ActionIcon
          size="sm"
          variant="default"
          aria-label={toolbar.previous}
          title={toolbar.previous + key('P')}
          onClick={() => onHunk(-1)}
        >
          <IconArrowUp size={13} />
        </ActionIcon>
        <ActionIcon
          size="sm"
          variant="default"
          aria-label={toolbar.next}
          title={toolbar.next + key('N')}
          onClick={() => onHunk(1)}
        >
          <IconArrowDown size={13} />
        </ActionIcon>
      </Button.Group>
      <ActionIcon
        size="sm"
        variant={hidesSpace ? 'filled' : 'default'}
        color="indigo"
        aria-label={toolbar.space}
        aria-pressed={hidesSpace}
        title={toolbar.space + key('W')}
        onClick={view.toggleSpace}
      >
        <IconSpaceOff size={13} />
      </ActionIcon>
      <SegmentedControl
        size="xs"
        classNames={{ root: classes.layout ?? '', label: classes.choice ?? '' }}
        aria-label={words.diff.layout}
        value={layout}
        onChange={(value) => view.setLayout(value === 'split' ? 'split' : 'unified')}
        data={[
          { value: 'unified', label: words.diff.unified },
          { value: 'split', label: words.diff.split },
        ]}
      />
    </div>
  );
}
