import { Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { describeCondition, hasClock } from '../../server/contract/condition-words.ts';
import type { Condition } from '../../server/contract/conditions.ts';
import { makeVisible } from '../../server/contract/visible.ts';
import { ConditionFixes } from './condition-fixes.tsx';
import classes from './condition-list.module.css';
import { Ago } from './elapsed.tsx';
import { Prose } from './prose.tsx';
import { useNow } from './use-now.ts';

interface Props {
  readonly conditions: readonly Condition[];
  /** The person went to another place. */
  onGone?(): void;
}

/** What is wrong or needs the person: what, why, since when, and what helps. */
export function ConditionList({ conditions, onGone }: Props) {
  return (
    <ul className={classes.list}>
      {conditions.map((condition) => (
        <Entry key={condition.id} condition={condition} onGone={onGone} />
      ))}
    </ul>
  );
}

function Entry({ condition, onGone }: { condition: Condition; onGone: (() => void) | undefined }) {
  const { level, since, fixes } = condition;
  const Icon = level === 'error' || level === 'warning' ? IconAlertTriangle : IconInfoCircle;
  return (
    <li className={classes.entry} data-level={level}>
      <Icon size={16} className={classes.icon} aria-hidden />
      <div className={classes.text}>
        {hasClock(condition) ? (
          <TickingText condition={condition} />
        ) : (
          <StillText condition={condition} now={since} />
        )}
        <Text size="xs" c="dimmed">
          <Ago at={since} />
        </Text>
      </div>
      <div className={classes.fixes}>
        <ConditionFixes fixes={fixes} {...(onGone && { onGone })} />
      </div>
    </li>
  );
}

function TickingText({ condition }: { condition: Condition }) {
  return <StillText condition={condition} now={useNow()} />;
}

function StillText({ condition, now }: { condition: Condition; now: number }) {
  const { title, hint } = describeCondition(condition, now);
  return (
    <>
      <Text size="sm" fw={500}>
        <Prose>{title}</Prose>
      </Text>
      {hint && (
        <Text size="sm" c="dimmed" lineClamp={2} title={makeVisible(hint)}>
          <Prose>{hint}</Prose>
        </Text>
      )}
    </>
  );
}
