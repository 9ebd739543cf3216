import { Text } from '@mantine/core';
import { IconCircle, IconCircleCheckFilled, IconCircleDot, IconListCheck } from '@tabler/icons-react';
import type { PlanStep } from '../../../../server/contract/timeline.ts';
import { words } from '../../../words.ts';
import type { ItemOf } from './item.ts';
import classes from './plan-entry.module.css';
import { Step } from './step.tsx';

const icons = { pending: IconCircle, inProgress: IconCircleDot, completed: IconCircleCheckFilled };

export function PlanEntry({ item }: { item: ItemOf<'plan'> }) {
  const done = item.steps.filter(({ status }) => status === 'completed').length;
  return (
    <Step
      item={item}
      icon={IconListCheck}
      title={words.timeline.plan(done, item.steps.length)}
      isOpenByItself
    >
      {item.explanation && <Text mb={4}>{item.explanation}</Text>}
      <ul className={classes.steps}>
        {item.steps.map((step) => (
          <PlanLine key={step.text} step={step} />
        ))}
      </ul>
    </Step>
  );
}

function PlanLine({ step }: { step: PlanStep }) {
  const StatusIcon = icons[step.status];
  return (
    <li className={classes.step} data-status={step.status}>
      <StatusIcon size={15} aria-label={words.timeline.planStatus[step.status]} />
      <span>{step.text}</span>
    </li>
  );
}
