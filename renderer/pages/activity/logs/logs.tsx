import { Alert } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { LoadProblem } from '../../../components/load-problem.tsx';
import { Rows } from '../../../components/rows.tsx';
import { words } from '../../../words.ts';
import type { LogFilter } from './log-filter.ts';
import { LogFilters } from './log-filters.tsx';
import { LogList } from './log-list.tsx';
import { LogStatus } from './log-status.tsx';
import classes from './logs.module.css';
import { type Log, useLog } from './use-log.ts';

/**
 * The log of this run, live.
 * @param atFirst what is shown until the person changes the filter
 */
export function Logs({ atFirst }: { atFirst: LogFilter }) {
  const log = useLog(atFirst);
  if (!log || (log.isLoading && log.total === 0)) return <Rows />;
  if (log.problem) return <LoadProblem error={log.problem} onRetry={() => window.location.reload()} />;
  return <LoadedLogs log={log} atFirst={atFirst} />;
}

function LoadedLogs({ log, atFirst }: { log: Log; atFirst: LogFilter }) {
  const [filter, setFilter] = useState(atFirst);
  function change(changes: Partial<LogFilter>) {
    const changed = { ...filter, ...changes };
    setFilter(changed);
    log.book.filter(changed);
  }
  return (
    <div className={classes.logs}>
      <LogFilters filter={filter} seen={log.seen} onChange={change} />
      {log.isStuck && (
        <Alert color="yellow" role="alert">
          {words.logs.stuck}
        </Alert>
      )}
      <div className={classes.frame}>
        {log.found.length === 0 ? (
          <EmptyState
            icon={IconFileText}
            title={log.total === 0 ? words.logs.none : words.logs.nothingFound}
            hint={log.total === 0 ? words.logs.noneHint : words.logs.nothingFoundHint}
          />
        ) : (
          <LogList log={log} onFilter={change} />
        )}
      </div>
      <LogStatus log={log} />
    </div>
  );
}
