import { Loader, Text, UnstyledButton } from '@mantine/core';
import { type Icon, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { words } from '../../../words.ts';
import { useExpanded } from '../expansion.tsx';
import type { ItemOf } from './item.ts';
import classes from './step.module.css';

interface Props {
  readonly item: Pick<ItemOf<'message'>, 'id' | 'progress' | 'durationMs'>;
  readonly icon: Icon;
  readonly title: ReactNode;
  /** Text to the right of the title: an exit code, counts. */
  readonly mark?: ReactNode;
  readonly isOpenByItself?: boolean;
  /** For a person: nothing runs. */
  readonly isWaiting?: boolean;
  /** The expanded content; absent if the title says everything. */
  readonly children?: ReactNode;
}

/** A step of the timeline: one line that expands to the full content. */
export function Step(props: Props) {
  const { item, icon: StepIcon, title, mark, isOpenByItself = false, isWaiting = false, children } = props;
  const [isOpen, toggle] = useExpanded(item.id, isOpenByItself);
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  const line = (
    <>
      <span className={classes.icon} data-progress={item.progress}>
        {item.progress === 'running' && isWaiting ? (
          <span className={classes.waits} role="img" aria-label={words.threads.states['needs-you']} />
        ) : item.progress === 'running' ? (
          <Loader size={14} role="img" aria-label={words.timeline.running} />
        ) : (
          <StepIcon size={15} aria-hidden />
        )}
      </span>
      <span className={classes.title}>{title}</span>
      {mark}
      {item.progress === 'declined' && (
        <Text component="span" size="xs" c="dimmed">
          {words.timeline.declined}
        </Text>
      )}
      {item.durationMs !== undefined && item.durationMs > 0 && (
        <Text component="span" size="xs" c="dimmed" className={classes.duration}>
          {words.time.duration(item.durationMs)}
        </Text>
      )}
    </>
  );
  if (!children) return <div className={classes.line}>{line}</div>;
  return (
    <div>
      <UnstyledButton className={classes.line} data-opens aria-expanded={isOpen} onClick={toggle}>
        {line}
        <Chevron size={14} className={classes.chevron} aria-hidden />
      </UnstyledButton>
      {isOpen && <div className={classes.body}>{children}</div>}
    </div>
  );
}
