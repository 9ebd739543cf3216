import { Skeleton, Stack } from '@mantine/core';
import { words } from '../words.ts';

const COUNT = 6;

/** A placeholder for rows while they are fetched. */
export function Rows() {
  return (
    <Stack gap="xs" role="status" aria-label={words.loading}>
      {Array.from({ length: COUNT }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all are the same
        <Skeleton key={index} height={34} />
      ))}
    </Stack>
  );
}
