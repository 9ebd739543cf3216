import { Anchor, Text } from '@mantine/core';
import type { PastDecision } from '../../../server/contract/commands/approvals.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { Ago } from '../../components/elapsed.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import classes from './home.module.css';

const MOST = 3;

/** The newest lines of the audit file. Nothing while there are none, or they cannot be read: Activity says why. */
export function LastDecisions() {
  const { ask } = useHost();
  const { go } = useNavigation();
  const { handledToday, inbox } = useReadyState();
  const [loaded] = useLoaded(
    () => ask('decisions', { start: 0, limit: MOST }),
    `${handledToday} ${inbox.length}`,
  );
  if (loaded.kind !== 'ready' || loaded.value.decisions.length === 0) return null;
  return (
    <section className={classes.section} aria-label={words.home.decisions}>
      <h2 className={classes.title}>{words.home.decisions}</h2>
      <ul className={classes.decisions}>
        {loaded.value.decisions.map((decision) => (
          <Decision key={`${decision.id} ${decision.at}`} decision={decision} />
        ))}
      </ul>
      <Anchor component="button" type="button" size="sm" mx={8} onClick={() => go({ page: 'activity' })}>
        {words.home.allDecisions}
      </Anchor>
    </section>
  );
}

function Decision({ decision }: { decision: PastDecision }) {
  const { verdict, kind, edited, by, means, at } = decision;
  const what = edited ?? decision.what;
  const known: Readonly<Record<string, string>> = words.approval.verdicts;
  const isYes = verdict.startsWith('approve');
  return (
    <li className={classes.decision}>
      <Text component="span" size="sm" c={isYes ? 'var(--pb-good)' : 'var(--pb-danger)'}>
        {known[verdict] ?? makeVisible(verdict)}
      </Text>
      <Text
        component="span"
        size="xs"
        truncate
        {...(kind === 'command' && { ff: 'monospace' })}
        title={makeVisible(what)}
      >
        {makeVisible(what)}
      </Text>
      <Text component="span" size="xs" c="dimmed" className={classes.by}>
        {makeVisible(words.activity.by(by, means))} · <Ago at={at} />
      </Text>
    </li>
  );
}
