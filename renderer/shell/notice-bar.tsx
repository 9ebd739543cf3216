import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Prose } from '../components/prose.tsx';
import classes from './notice-bar.module.css';

interface Props {
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
  /** The action that helps. */
  readonly children?: ReactNode;
}

/** One line above the page. */
export function NoticeBar({ level, text, children }: Props) {
  const LevelIcon = level === 'info' ? IconInfoCircle : IconAlertTriangle;
  return (
    <div className={classes.bar} data-level={level}>
      <LevelIcon size={16} className={classes.icon} aria-hidden />
      <span className={classes.text}>
        <Prose>{text}</Prose>
      </span>
      {children}
    </div>
  );
}
