import { Alert } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import { EmptyState } from '../../../components/empty-state.tsx';
import { LoadProblem } from '../../../components/load-problem.tsx';
import { Rows } from '../../../components/rows.tsx';
import { words } from '../../../words.ts';
import { type LogFilter, showsAllProblems } from './log-filter.ts';
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
  if (log?.problem) return <LoadProblem error={log.problem} onRetry={() => window.location.reload()} />;
  if (!log || (log.total === 0 ? log.isLoading : !log.isSearched)) return <Rows />;
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
          <NoLines total={log.total} filter={filter} />
        ) : (
          <LogList log={log} onFilter={change} />
        )}
      </div>
      <LogStatus log={log} />
    </div>
  );
}

function NoLines({ total, filter }: { total: number; filter: LogFilter }) {
  const text = words.logs;
  const [title, hint] =
    total === 0
      ? [text.none, text.noneHint]
      : showsAllProblems(filter)
        ? [text.noProblems, text.noProblemsHint]
        : [text.nothingFound, text.nothingFoundHint];
  return <EmptyState icon={IconFileText} title={title} hint={hint} />;
}
