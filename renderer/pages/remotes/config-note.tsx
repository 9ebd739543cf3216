import { Alert, Button, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { configConsequence } from '../../../server/contract/condition-words.ts';
import type { ConfigProblem } from '../../../server/contract/config-problem.ts';
import { Prose } from '../../components/prose.tsx';
import { useHost } from '../../host/host-context.tsx';
import { words } from '../../words.ts';

/** config.toml cannot be used: where, why, and what that means. */
export function ConfigNote({ problem }: { problem: ConfigProblem }) {
  const { run } = useHost();
  return (
    <Alert
      color="red"
      m={12}
      mb={0}
      icon={<IconAlertTriangle />}
      title={words.remotes.fileBroken(problem.line)}
      role="alert"
    >
      <Text>
        <Prose>{problem.reason}</Prose>
      </Text>
      <Text mb="xs">
        {configConsequence(problem)} {words.remotes.fileBrokenHint}
      </Text>
      <Button variant="default" onClick={() => run('open-path', { path: problem.file })}>
        {words.remotes.openFile}
      </Button>
    </Alert>
  );
}
