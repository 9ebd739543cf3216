import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { describeCondition } from '../../../server/contract/condition-words.ts';
import { urgentConditions } from '../../../server/contract/conditions.ts';
import { ConditionList } from '../../components/condition-list.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import classes from './home.module.css';

const MOST = 5;

/** The first thing to do: without a client, nothing else matters. */
export function NextStep({ onConnect }: { onConnect: () => void }) {
  const { conditions } = useReadyState();
  const step = conditions.find(({ kind }) => kind === 'no-client');
  if (!step) return null;
  const { title, hint } = describeCondition(step, step.since);
  return (
    <section className={classes.step} aria-label={words.home.nextStep}>
      <div>
        <Text fw={500}>{title}</Text>
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      </div>
      <Button onClick={onConnect}>{words.clients.connect}</Button>
    </section>
  );
}

/** What is wrong or needs the person, beside what the banner says already. */
export function NeedsAttention() {
  const { conditions } = useReadyState();
  const [areAllShown, showAll] = useState(false);
  const [inBanner] = urgentConditions(conditions);
  const listed = conditions.filter(({ kind, id }) => kind !== 'no-client' && id !== inBanner?.id);
  if (listed.length === 0) return null;
  const shown = areAllShown ? listed : listed.slice(0, MOST);
  return (
    <section className={classes.section} aria-label={words.conditions.title}>
      <h2 className={classes.title}>{words.conditions.title}</h2>
      <ConditionList conditions={shown} />
      {shown.length < listed.length && (
        <Button variant="subtle" size="compact-sm" onClick={() => showAll(true)}>
          {words.conditions.more(listed.length - shown.length)}
        </Button>
      )}
    </section>
  );
}
