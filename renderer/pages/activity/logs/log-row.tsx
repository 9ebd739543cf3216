import { Button, UnstyledButton } from '@mantine/core';
import { useMemo } from 'react';
import { makeVisible } from '../../../../server/contract/visible.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { VisibleText } from '../../../components/visible-text.tsx';
import { useReadyState } from '../../../host/host-context.tsx';
import { useNavigation } from '../../../navigation.tsx';
import { words } from '../../../words.ts';
import type { LogFilter } from './log-filter.ts';
import { type LogLine, parseLogLine } from './log-line.ts';
import classes from './logs.module.css';

/** The maximum length of a row; the whole line is shown when it is opened. */
const SHOWN_CHARS = 600;

interface Props {
  readonly text: string;
  readonly isOpen: boolean;
  onToggle(): void;
  onFilter(changes: Partial<LogFilter>): void;
}

/** One log line, which expands to all its fields. */
export function LogRow({ text, isOpen, onToggle, onFilter }: Props) {
  const line = useMemo(() => parseLogLine(text), [text]);
  const { time, level, event, message, fields } = line;
  const rest = fields.map(([name, value]) => `${name}=${value}`).join(' ');
  return (
    <>
      <UnstyledButton className={classes.line} aria-expanded={isOpen} onClick={onToggle}>
        <span className={classes.time}>{clock(time)}</span>
        <span className={classes.word} data-level={level}>
          {level}
        </span>
        <span className={classes.text}>
          <span className={classes.event}>{makeVisible(event)}</span>{' '}
          {makeVisible(message.slice(0, SHOWN_CHARS))}{' '}
          <span className={classes.fields}>{makeVisible(rest.slice(0, SHOWN_CHARS))}</span>
        </span>
      </UnstyledButton>
      {isOpen && <Details line={line} text={text} onFilter={onFilter} />}
    </>
  );
}

function Details({ line, text, onFilter }: { line: LogLine; text: string } & Pick<Props, 'onFilter'>) {
  const { go } = useNavigation();
  const { threads, clients } = useReadyState();
  const { time, message, session, thread, remote, fields } = line;
  const label = words.logs;
  const all = [
    ['time', time],
    ['message', message],
    ['session', session],
    ['thread', thread],
    ['remote', remote],
    ...fields,
  ].filter((entry): entry is [string, string] => Boolean(entry[1]));
  return (
    <div className={classes.details}>
      <dl className={classes.fieldList}>
        {all.map(([name, value]) => (
          <FieldRow key={name} name={name} value={value} />
        ))}
      </dl>
      <div className={classes.actions}>
        <CopyButton text={text} label={label.copyLine}>
          {label.copyLine}
        </CopyButton>
        {thread && threads.some(({ id }) => id === thread) && (
          <Button variant="default" onClick={() => go({ page: 'threads', threadId: thread })}>
            {label.openThread}
          </Button>
        )}
        {session && clients.some(({ id }) => id === session) && (
          <Button variant="default" onClick={() => go({ page: 'clients' })}>
            {label.openClient}
          </Button>
        )}
        {thread && (
          <Button variant="default" onClick={() => onFilter({ thread })}>
            {label.onlyThread}
          </Button>
        )}
        {session && (
          <Button variant="default" onClick={() => onFilter({ session })}>
            {label.onlySession}
          </Button>
        )}
        {remote && (
          <Button variant="default" onClick={() => onFilter({ remote })}>
            {label.onlyRemote}
          </Button>
        )}
      </div>
    </div>
  );
}

function FieldRow({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{makeVisible(name)}</dt>
      <dd>
        <VisibleText>{value}</VisibleText>
      </dd>
    </>
  );
}

/** For searching in other programs the whole line is copied; here the time of day says enough. */
function clock(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return '';
  const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}
