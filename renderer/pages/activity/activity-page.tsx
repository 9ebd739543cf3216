import { Tabs } from '@mantine/core';
import { Page } from '../../components/page.tsx';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import classes from './activity-page.module.css';
import { Decisions } from './decisions.tsx';
import { everyLine, problemLines } from './logs/log-filter.ts';
import { Logs } from './logs/logs.tsx';

const tabs = ['decisions', 'logs', 'problems'] as const;

/** The decisions and the logs, all of them or what went wrong. */
export function ActivityPage({ tab }: { tab: (typeof tabs)[number] }) {
  const { replace } = useNavigation();
  return (
    <Page title={words.pages.activity}>
      <Tabs
        className={classes.tabs ?? ''}
        value={tab}
        onChange={(name) => {
          const chosen = tabs.find((one) => one === name);
          replace({ page: 'activity', ...(chosen && chosen !== 'decisions' && { tab: chosen }) });
        }}
      >
        <Tabs.List>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {words.activity[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="decisions" pt="md">
          <Decisions />
        </Tabs.Panel>
        <Tabs.Panel value="logs" pt="md" className={classes.logs ?? ''}>
          <Logs atFirst={everyLine} />
        </Tabs.Panel>
        <Tabs.Panel value="problems" pt="md" className={classes.logs ?? ''}>
          <Logs atFirst={problemLines} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
