import { Anchor, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { describeSubject } from '../../../server/contract/describe-subject.ts';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import classes from './card-facts.module.css';
import { consequenceOf, dangersBeside, whyOf } from './card-words.ts';
import { Quote } from './quote.tsx';

/** The consequence of approving, why it is asked, and, separately, what the model says. */
export function CardFacts({ card }: { card: ApprovalCard }) {
  const consequence = consequenceOf(card);
  const why = whyOf(card.why);
  const dangers = dangersBeside(card);
  // The consequence of any other kind says it.
  const note = card.consequence.kind === 'patch' && describeSubject(card.subject).note;
  return (
    <div className={classes.facts}>
      <Text fw={consequence.isStrong ? 700 : 400} className={classes.consequence}>
        {consequence.text}
      </Text>
      {dangers.length > 0 && (
        <ul className={classes.dangers} aria-label={words.approval.dangersLabel}>
          {dangers.map((danger) => (
            <li key={danger}>
              <IconAlertTriangle size={15} aria-hidden /> {words.approval.dangers[danger]}
              <ToolLink danger={danger} subject={card.subject} />
            </li>
          ))}
        </ul>
      )}
      {card.uncovered !== undefined && <Text fw={600}>{words.approval.cannotUndo(card.uncovered)}</Text>}
      {why && <Text c="dimmed">{why}</Text>}
      {note && <Text fw={600}>{note}</Text>}
      {card.reason && <Quote who="Codex" text={card.reason} />}
    </div>
  );
}

/** To the remote, where a changed tool stands open. */
function ToolLink({
  danger,
  subject,
}: Pick<ApprovalCard, 'subject'> & { danger: ApprovalCard['dangers'][number] }) {
  const { go } = useNavigation();
  if (subject.kind !== 'tool') return undefined;
  const { server } = subject;
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      c="inherit"
      underline="always"
      className={classes.toTool}
      onClick={() => go({ page: 'remotes', remote: server })}
    >
      {danger === 'tool-changed' ? words.approval.seeChange : words.approval.seeTool}
    </Anchor>
  );
}
