import { Text, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { words } from '../../words.ts';
import classes from './check.module.css';
import type { CheckStatus } from './checks.ts';

/** One live check: what to do, until it is done. */
export function Check(props: {
  number: number;
  title: string;
  status: CheckStatus;
  /** The text once it is done. */
  done: string;
  children: ReactNode;
}) {
  const isDone = props.status === 'done';
  return (
    <section className={classes.check} data-status={props.status} aria-label={props.title}>
      <span className={classes.mark}>
        {isDone ? <IconCheck size={16} aria-label={words.firstRun.isDone} /> : props.number}
      </span>
      <div className={classes.body}>
        <Title order={2}>{props.title}</Title>
        {isDone ? <Text c="dimmed">{props.done}</Text> : <div>{props.children}</div>}
      </div>
    </section>
  );
}
