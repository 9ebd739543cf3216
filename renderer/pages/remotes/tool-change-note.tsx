import { Alert, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { RemoteToolItem } from '../../../server/contract/commands/remotes.ts';
import { CodeText } from '../../components/code-text.tsx';
import { SettingsDiff } from '../../components/settings-diff.tsx';
import { words } from '../../words.ts';
import classes from './tool-change-note.module.css';

const text = words.remotes.tool;

/** A tool that has changed since it was first seen: both definitions, side by side if there is room. */
export function ToolChangeNote(props: {
  change: NonNullable<RemoteToolItem['change']>;
  /** What can be done about it. */
  children: ReactNode;
}) {
  const { change, children } = props;
  return (
    <Alert color="orange" icon={<IconAlertTriangle />} title={text.changedTitle}>
      <Text mb="xs">{text.changedHint}</Text>
      {change.diff !== '' && <SettingsDiff diff={change.diff} />}
      <details open={change.diff === ''} className={classes.both}>
        <summary>{text.both}</summary>
        <div className={classes.sides}>
          <div className={classes.side}>
            <Text size="xs" fw={500}>
              {text.before}
            </Text>
            {change.before ? (
              <CodeText text={change.before} language="json" label={text.before} maxHeight="260px" />
            ) : (
              <Text size="xs">{text.beforeNotKept}</Text>
            )}
          </div>
          <div className={classes.side}>
            <Text size="xs" fw={500}>
              {text.now}
            </Text>
            <CodeText text={change.after} language="json" label={text.now} maxHeight="260px" />
          </div>
        </div>
      </details>
      {children}
    </Alert>
  );
}
