import { Button, Text } from '@mantine/core';
import type { ApprovalCard, CardDecision } from '../../../server/contract/approval-card.ts';
import { Ago } from '../../components/elapsed.tsx';
import { useNow } from '../../components/use-now.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';
import { whereDecided } from './card-words.ts';
import classes from './decision-bar.module.css';

interface Props {
  readonly card: ApprovalCard;
  readonly next: ApprovalCard | undefined;
  onNext(id: string): void;
}

/** Replaces the buttons once a question is over: the outcome, and the next actions. */
export function Outcome({ card, next, onNext }: Props) {
  const [dismiss, isDismissing] = useCommand('dismiss');
  return (
    <div className={classes.bar}>
      <Text role="status" fw={500} className={classes.how ?? ''}>
        <How card={card} />
      </Text>
      {card.state.kind === 'missed' && !isLookedAtOnce(card) && (
        <AllowNextTime card={card} allowedUntil={card.state.allowedUntil} />
      )}
      <Button variant="default" loading={isDismissing} onClick={() => dismiss({ id: card.id })}>
        {words.inbox.dismiss}
      </Button>
      {next && (
        <Button variant="light" onClick={() => onNext(next.id)}>
          {words.inbox.next}
        </Button>
      )}
    </div>
  );
}

/** There is no next attempt that could be allowed: an untrusted folder stays so, and a stopped turn has ended. */
function isLookedAtOnce({ subject }: ApprovalCard): boolean {
  return subject.kind === 'folder' || subject.kind === 'leash';
}

function How({ card }: { card: ApprovalCard }) {
  const { settings } = useReadyState();
  switch (card.state.kind) {
    case 'waiting':
      return undefined;
    case 'decided':
      return <Decided decision={card.state.decision} at={card.state.at} />;
    case 'missed':
      return words.approval.nobody(settings.approvalMinutes);
    case 'over':
      // The heading says what became of it.
      return <Ago at={card.state.at} />;
  }
}

function Decided({ decision, at }: { decision: CardDecision; at: number }) {
  return (
    <>
      {words.approval.verdicts[decision.verdict]} {whereDecided(decision)}, <Ago at={at} />
      {decision.edited && (
        <>
          : <VisibleText>{decision.edited}</VisibleText>
        </>
      )}
      {decision.reason && `: ${decision.reason}`}
    </>
  );
}

function AllowNextTime({ card, allowedUntil }: { card: ApprovalCard; allowedUntil: number | undefined }) {
  const [allow, isAllowing] = useCommand('allow-missed');
  const now = useNow();
  if (allowedUntil !== undefined && allowedUntil > now) {
    return <Text c="dimmed">{words.approval.allowedNextTime(words.time.clock(allowedUntil - now))}</Text>;
  }
  return (
    <Button
      variant="default"
      loading={isAllowing}
      title={words.approval.allowNextTimeHint}
      onClick={() => allow({ id: card.id })}
    >
      {words.approval.allowNextTime}
    </Button>
  );
}
