import { Button, Tabs } from '@mantine/core';
import { IconFileText, IconFolderOpen } from '@tabler/icons-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { Decisions } from './decisions.tsx';

/** What was decided, and the logs. */
export function ActivityPage() {
  return (
    <Page title={words.pages.activity}>
      <Tabs defaultValue="decisions">
        <Tabs.List>
          <Tabs.Tab value="decisions">{words.activity.decisions}</Tabs.Tab>
          <Tabs.Tab value="logs">{words.activity.logs}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="decisions" pt="md">
          <Decisions />
        </Tabs.Panel>
        <Tabs.Panel value="logs" pt="md">
          <Logs />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Logs() {
  const { run } = useHost();
  const { places } = useReadyState();
  return (
    <EmptyState
      icon={IconFileText}
      title={words.activity.logsTitle}
      hint={words.activity.logsHint(places.logs)}
    >
      <Button
        variant="default"
        leftSection={<IconFolderOpen size={14} />}
        onClick={() => run('open-path', { path: places.logs })}
      >
        {words.activity.openLogs}
      </Button>
    </EmptyState>
  );
}
