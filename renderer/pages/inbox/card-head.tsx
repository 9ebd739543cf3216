import { Text } from '@mantine/core';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { folderName, shortPath } from '../../../server/contract/shown-paths.ts';
import { Elapsed } from '../../components/elapsed.tsx';
import { useNow } from '../../components/use-now.ts';
import { words } from '../../words.ts';
import classes from './card-head.module.css';

/** Who asks, where, in which thread; how long it has waited and still waits. */
export function CardHead({ card }: { card: ApprovalCard }) {
  const place = card.branch ? `${folderName(card.folder)} (${card.branch})` : folderName(card.folder);
  return (
    <header className={classes.head}>
      <Text size="xs" c="dimmed" title={shortPath(card.folder)} className={classes.who}>
        {[card.who, place, card.title].filter(Boolean).join(' · ')}
      </Text>
      {card.state.kind === 'waiting' && (
        <Text size="xs" c="dimmed" className={classes.time}>
          {words.approval.waiting('')}
          <Elapsed since={card.askedAt} />, <Deadline at={card.deadlineAt} />
        </Text>
      )}
    </header>
  );
}

function Deadline({ at }: { at: number | undefined }) {
  const now = useNow();
  if (at === undefined) return words.approval.paused;
  return words.approval.expires(words.time.clock(at - now));
}
