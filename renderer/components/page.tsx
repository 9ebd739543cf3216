import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page.module.css';

/** A page with its heading; the rest scrolls below it. */
export function Page(props: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <Title order={1}>{props.title}</Title>
        {props.actions}
      </header>
      <div className={classes.body}>{props.children}</div>
    </div>
  );
}
