import { Text } from '@mantine/core';
import { makeVisibleInLine } from '../../../../server/contract/visible.ts';
import { words } from '../../../words.ts';

const MAX_NAMED = 8;

/** Paths in one paragraph, the first of them by name; nothing for none. */
export function PathList({ label, paths }: { label: string; paths: readonly string[] }) {
  if (paths.length === 0) return null;
  const others = paths.length - MAX_NAMED;
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      {label} <code>{paths.slice(0, MAX_NAMED).map(makeVisibleInLine).join(', ')}</code>
      {others > 0 && ` ${words.changes.andMore(others)}`}
    </Text>
  );
}
