import { Alert, Button, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { Prose } from '../../components/prose.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { useHost } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { SignInBar } from './sign-in-bar.tsx';
import classes from './status-note.module.css';

/** Why a remote is not ready, and what to do. */
export function StatusNote({ remote }: { remote: RemoteRow }) {
  const { status } = remote;
  const { run } = useHost();
  switch (status.kind) {
    case 'ready':
    case 'connecting':
    case 'unused':
    case 'idle':
    case 'disabled':
      return null;
    case 'loop':
      return (
        <Alert color="orange" icon={<IconInfoCircle />} className={classes.note ?? ''}>
          {words.remotes.loopHint}
        </Alert>
      );
    case 'needs-sign-in':
      return (
        <Alert color="orange" icon={<IconInfoCircle />} className={classes.note ?? ''} role="alert">
          <Text mb="xs">
            <Prose>{status.why}</Prose>
          </Text>
          <SignInBar remote={remote} />
        </Alert>
      );
    case 'failed':
      return (
        <Alert color="red" icon={<IconAlertTriangle />} className={classes.note ?? ''} role="alert">
          <Text className={classes.why ?? ''}>
            <Prose>{status.why}</Prose>
          </Text>
          {status.fix && (
            <Text mt={4}>
              <Prose>{status.fix}</Prose>
            </Text>
          )}
          {status.details && (
            <details className={classes.details}>
              <summary>{words.remotes.details}</summary>
              <VisibleText>{status.details}</VisibleText>
            </details>
          )}
        </Alert>
      );
    case 'broken':
      return (
        <Alert
          color="red"
          icon={<IconAlertTriangle />}
          className={classes.note ?? ''}
          role="alert"
          title={words.remotes.brokenAt(status.line)}
        >
          <Text className={classes.why ?? ''}>
            <Prose>{status.reason}</Prose>
          </Text>
          <Text mb="xs">{words.remotes.brokenHint}</Text>
          <Button variant="default" onClick={() => run('open-path', { path: status.file })}>
            {words.remotes.openFile}
          </Button>
        </Alert>
      );
  }
}
