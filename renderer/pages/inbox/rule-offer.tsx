import { Button, Text } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { describeSubject } from '../../../server/contract/describe-subject.ts';
import type { RuleOffer as Offer } from '../../../server/contract/rules.ts';
import { exposedThreads } from '../../../server/contract/selectors.ts';
import { folderName } from '../../../server/contract/shown-paths.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { RuleText } from '../../components/prose.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import classes from './rule-offer.module.css';

/** The way to a rule for questions like this one: apart from the answers, and not an answer itself. */
export function RuleOffer(props: { card: ApprovalCard; offer: Offer; onOpen: () => void }) {
  const { card, offer, onOpen } = props;
  const { threads } = useReadyState();
  const holding = exposedThreads(threads);
  if (holding.length > 0) {
    return (
      <Text size="xs" c="dimmed">
        {words.rules.offerNotNow(holding.map(({ title }) => title))}
      </Text>
    );
  }
  const label = words.rules.offer(
    whatIsOffered(card, offer),
    folderName(card.folder),
    makeVisible(offer.client),
  );
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-xs"
      leftSection={<IconListCheck size={14} />}
      classNames={{ root: classes.button ?? '', inner: classes.inner ?? '', label: classes.label ?? '' }}
      title={words.rules.offerHint}
      onClick={onOpen}
    >
      <RuleText sentence={label} />
    </Button>
  );
}

function whatIsOffered({ subject, folder }: ApprovalCard, { parts }: Offer): string {
  if (subject.kind === 'command' && subject.network !== undefined) return makeVisible(subject.network);
  const { label, summary } = describeSubject(subject, folder);
  if (subject.kind === 'patch') return words.rules.offerOf.patch(summary);
  if (subject.kind === 'tool') {
    return words.rules.offerOf.tool(
      makeVisible(`${subject.server}.${subject.tool}`),
      parts.some((part) => part.kind === 'tool' && part.arguments.length > 0),
    );
  }
  return subject.kind === 'command' ? `\`${label}\`` : label;
}
