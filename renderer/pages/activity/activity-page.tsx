import { Tabs } from '@mantine/core';
import { Page } from '../../components/page.tsx';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import classes from './activity-page.module.css';
import { Decisions } from './decisions.tsx';
import { Logs } from './logs/logs.tsx';

/** The decisions and the logs. */
export function ActivityPage({ tab }: { tab: 'decisions' | 'logs' }) {
  const { replace } = useNavigation();
  return (
    <Page title={words.pages.activity}>
      <Tabs
        className={classes.tabs ?? ''}
        value={tab}
        onChange={(chosen) => replace({ page: 'activity', ...(chosen === 'logs' && { tab: chosen }) })}
      >
        <Tabs.List>
          <Tabs.Tab value="decisions">{words.activity.decisions}</Tabs.Tab>
          <Tabs.Tab value="logs">{words.activity.logs}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="decisions" pt="md">
          <Decisions />
        </Tabs.Panel>
        <Tabs.Panel value="logs" pt="md" className={classes.logs ?? ''}>
          <Logs />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
