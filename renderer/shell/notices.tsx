import { Alert } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { Notice } from '../../server/view/state.ts';
import { useHost, useReadyState } from '../host/host-context.tsx';
import { words } from '../words.ts';
import classes from './notices.module.css';

const MAX_SHOWN = 3;
const colors: Readonly<Record<Notice['level'], string>> = { info: 'blue', warning: 'yellow', error: 'red' };

/** What went wrong outside of any thread, until it is put away. */
export function Notices() {
  const { notices } = useReadyState();
  const { run } = useHost();
  if (notices.length === 0) return undefined;
  return (
    <div className={classes.list} role="status">
      {notices.slice(0, MAX_SHOWN).map(({ id, level, text }) => (
        <Alert
          key={id}
          color={colors[level]}
          icon={level === 'info' ? <IconInfoCircle /> : <IconAlertTriangle />}
          withCloseButton
          closeButtonLabel={words.close}
          onClose={() => run('dismiss', { id })}
          classNames={{ root: classes.notice ?? '', message: classes.message ?? '' }}
        >
          {text}
        </Alert>
      ))}
    </div>
  );
}
