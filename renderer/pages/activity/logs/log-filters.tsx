import { ActionIcon, Select, TextInput, Tooltip } from '@mantine/core';
import { IconRegex, IconSearch } from '@tabler/icons-react';
import { makeVisible } from '../../../../server/contract/visible.ts';
import { useReadyState } from '../../../host/host-context.tsx';
import { words } from '../../../words.ts';
import { type LogFilter, patternProblem } from './log-filter.ts';
import { levels } from './log-line.ts';
import type { SeenNames } from './log-search-messages.ts';
import classes from './logs.module.css';

interface Props {
  readonly filter: LogFilter;
  readonly seen: SeenNames;
  onChange(changes: Partial<LogFilter>): void;
}

/** The filters of the log: text or a pattern, a level, one session, thread or remote. */
export function LogFilters({ filter, seen, onChange }: Props) {
  const { clients, threads } = useReadyState();
  const problem = patternProblem(filter);
  const text = words.logs;
  const nameOf = {
    session: (id: string) => clients.find((client) => client.id === id)?.name,
    thread: (id: string) => threads.find((thread) => thread.id === id)?.title,
  };
  const named = (ids: readonly string[], name: (id: string) => string | undefined) =>
    ids.map((id) => ({ value: id, label: labelOf(id, name(id)) }));
  const choices = [
    ['session', text.session, named(seen.sessions, nameOf.session)],
    ['thread', text.thread, named(seen.threads, nameOf.thread)],
    ['remote', text.remote, seen.remotes.map((name) => ({ value: name, label: makeVisible(name) }))],
  ] as const;
  return (
    <div className={classes.bar}>
      <TextInput
        className={classes.search ?? ''}
        size="xs"
        aria-label={text.search}
        placeholder={text.search}
        leftSection={<IconSearch size={14} aria-hidden />}
        value={filter.text}
        error={problem && text.noPattern(problem)}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
        rightSection={
          <Tooltip label={text.pattern}>
            <ActionIcon
              size="sm"
              variant={filter.isPattern ? 'filled' : 'subtle'}
              color={filter.isPattern ? 'indigo' : 'gray'}
              aria-label={text.pattern}
              aria-pressed={filter.isPattern}
              onClick={() => onChange({ isPattern: !filter.isPattern })}
            >
              <IconRegex size={14} />
            </ActionIcon>
          </Tooltip>
        }
      />
      <Select
        className={classes.level ?? ''}
        size="xs"
        aria-label={text.shownLevel}
        data={levels.map((level) => ({ value: level, label: text.atLeast[level] }))}
        value={filter.level}
        allowDeselect={false}
        onChange={(level) => level && onChange({ level: level as LogFilter['level'] })}
      />
      {choices.map(([field, label, data]) => (
        <Select
          key={field}
          className={classes.names ?? ''}
          size="xs"
          aria-label={label}
          placeholder={label}
          data={data}
          value={filter[field] ?? null}
          disabled={data.length === 0}
          clearable
          searchable
          onChange={(value) => onChange({ [field]: value ?? undefined })}
        />
      ))}
    </div>
  );
}

/** Names repeat; ids do not. */
function labelOf(id: string, name: string | undefined): string {
  const short = id.slice(0, 13);
  return name ? `${makeVisible(name)} · ${short}` : short;
}
