import { Button, Group, Select, Text } from '@mantine/core';
import { IconFolderOpen, IconPackageExport, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { useHost, useReadyState } from '../../../host/host-context.tsx';
import { words } from '../../../words.ts';
import { BundleDialog } from './bundle-dialog.tsx';
import { type Level, levels } from './log-line.ts';
import classes from './logs.module.css';
import type { Log } from './use-log.ts';

/** The maximum size of a copy that is pasted into a message. */
const MAX_COPIED = 5000;

/** The size of the log, and its actions. */
export function LogStatus({ log }: { log: Log }) {
  const { run } = useHost();
  const { places, logLevel } = useReadyState();
  const [isExporting, setExporting] = useState(false);
  const { found, total, held, isPaused, book } = log;
  const text = words.logs;
  return (
    <div className={classes.status}>
      <Text size="xs" c="dimmed" role="status">
        {isPaused ? text.paused(held) : text.count(found.length, total)}
      </Text>
      <Group gap={6}>
        <Button
          variant="default"
          leftSection={isPaused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
          onClick={() => book.pause(!isPaused)}
        >
          {isPaused ? text.goOn : text.pause}
        </Button>
        <CopyButton
          text={() => found.slice(-MAX_COPIED).map(book.line).join('\n')}
          label={text.copyShown(Math.min(found.length, MAX_COPIED))}
        >
          {text.copy}
        </CopyButton>
        <Select
          size="xs"
          w={150}
          aria-label={text.recordedLevel}
          data={levels.map((level) => ({ value: level, label: text.records[level] }))}
          value={logLevel}
          allowDeselect={false}
          onChange={(level) => level && run('set-log-level', { level: level as Level })}
        />
        <Button
          variant="default"
          leftSection={<IconFolderOpen size={14} />}
          onClick={() => run('open-path', { path: places.logs })}
        >
          {words.activity.openLogs}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPackageExport size={14} />}
          onClick={() => setExporting(true)}
        >
          {text.bundle}
        </Button>
      </Group>
      {isExporting && <BundleDialog onClose={() => setExporting(false)} />}
    </div>
  );
}
