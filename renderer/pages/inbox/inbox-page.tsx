import { IconInbox } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { isWaiting } from '../../../server/contract/selectors.ts';
import { ServerStopped } from '../../components/server-stopped.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import { ApproveTogether } from './approve-together.tsx';
import { CardView } from './card-view.tsx';
import { nextWaiting, openCard } from './cards.ts';
import { Home } from './home.tsx';
import classes from './inbox-page.module.css';
import { Queue } from './queue.tsx';
import { useQueueKeys } from './use-queue-keys.ts';

/** Everything that waits for a person: the queue at the left, the open card at the right. */
export function InboxPage({ openId }: { openId: string | undefined }) {
  const { inbox: all, server } = useReadyState();
  const { replace } = useNavigation();
  // A card answered here is finished for the person, although the host's event may still be on its way.
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  const inbox = all.filter((card) => !isWaiting(card) || !answered.has(shownKey(card)));
  const card = openCard(inbox, openId);
  const open = (id: string | undefined) => replace({ page: 'inbox', ...(id && { approvalId: id }) });
  // A card that opened automatically stays open too: new or decided cards must not replace it.
  useEffect(() => {
    if (card && card.id !== openId) replace({ page: 'inbox', approvalId: card.id });
  }, [card, openId, replace]);
  useQueueKeys(inbox, card?.id, open);
  const [together, setTogether] = useState<readonly ApprovalCard[]>();
  const queue = <Queue inbox={inbox} openId={card?.id} onOpen={open} onApproveTogether={setTogether} />;
  const dialog = together && <ApproveTogether cards={together} onClose={() => setTogether(undefined)} />;

  if (!card) {
    const canBeAsked = server.kind === 'running' || server.kind === 'starting';
    const nothing = canBeAsked ? <Home /> : <ServerStopped icon={IconInbox} hint={words.inbox.stoppedHint} />;
    if (inbox.length === 0) return nothing;
    return (
      <div className={classes.columns}>
        {queue}
        {nothing}
        {dialog}
      </div>
    );
  }
  const next = nextWaiting(inbox, card.id);
  return (
    <div className={classes.columns}>
      {queue}
      <CardView
        key={card.id}
        card={card}
        onDecided={() => {
          setAnswered((before) => new Set(before).add(shownKey(card)));
          open(next?.id);
        }}
        next={next}
        onNext={open}
      />
      {dialog}
    </div>
  );
}

/** A card that is asked again with different content is a new question. */
function shownKey({ id, digest }: ApprovalCard): string {
  return `${id} ${digest}`;
}
