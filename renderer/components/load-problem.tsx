import { Alert, Button, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { CommandError } from '../../server/contract/ipc.ts';
import { words } from '../words.ts';

/** Something could not be fetched: the reason, and a button to retry. */
export function LoadProblem({ error, onRetry }: { error: CommandError; onRetry: () => void }) {
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={error.summary} role="alert">
      {error.fix && <Text mb="xs">{error.fix}</Text>}
      <Button variant="default" onClick={onRetry}>
        {words.retry}
      </Button>
    </Alert>
  );
}
