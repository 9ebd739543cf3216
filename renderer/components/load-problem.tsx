import { Alert, Button, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { CommandError } from '../../server/contract/ipc.ts';
import { words } from '../words.ts';
import { Prose } from './prose.tsx';

/** Something could not be fetched: the reason, and a button to retry. */
export function LoadProblem({ error, onRetry }: { error: CommandError; onRetry: () => void }) {
  return (
    <Alert color="red" icon={<IconAlertTriangle />} title={<Prose>{error.summary}</Prose>} role="alert">
      {error.fix && (
        <Text mb="xs">
          <Prose>{error.fix}</Prose>
        </Text>
      )}
      <Button variant="default" onClick={onRetry}>
        {words.retry}
      </Button>
    </Alert>
  );
}
