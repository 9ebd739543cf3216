import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import type { NotApproved } from '../../../server/contract/commands/approvals.ts';
import { isWaiting } from '../../../server/contract/selectors.ts';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import { Dialog } from '../../components/dialog.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';
import classes from './approve-together.module.css';
import { TogetherRow } from './together-row.tsx';

interface Props {
  /** As they were when the dialog was opened: what comes or changes later is not among them. */
  readonly cards: readonly ApprovalCard[];
  onClose(): void;
}

/** Several questions of one thread, each in full, and one yes for exactly those that are ticked. */
export function ApproveTogether({ cards, onClose }: Props) {
  const { inbox } = useReadyState();
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  const [result, setResult] = useState<{ readonly sent: number; readonly failed: readonly NotApproved[] }>();
  const [approve, isSending] = useCommand('approve-these');
  const { together } = words.approval;
  const isAsked = ({ id, digest }: ApprovalCard) =>
    inbox.some((card) => card.id === id && card.digest === digest && isWaiting(card));
  const chosen = cards.filter((card) => isAsked(card) && !unticked.has(card.id));

  function tick(id: string, isTicked: boolean) {
    const after = new Set(unticked);
    if (isTicked) after.delete(id);
    else after.add(id);
    setUnticked(after);
  }

  async function send() {
    const outcome = await approve({ shown: chosen.map(({ id, digest }) => ({ id, digest })) });
    if (!outcome.ok) return;
    const { failed } = outcome.value;
    if (failed.length === 0) return onClose();
    setResult({ sent: chosen.length, failed });
  }

  return (
    <Dialog onClose={onClose} title={together.title(cards[0]?.title ?? '')} size="xl">
      <Text c="dimmed" mb="sm">
        {together.hint(shortPath(cards[0]?.folder ?? ''))}
      </Text>
      <Stack gap="sm" component="ul" className={classes.list ?? ''}>
        {cards.map((card) => (
          <TogetherRow
            key={card.id}
            card={card}
            isAsked={isAsked(card)}
            current={inbox.find(({ id }) => id === card.id)}
            isTicked={!unticked.has(card.id)}
            problem={result?.failed.find(({ id }) => id === card.id)?.why}
            onTick={(isTicked) => tick(card.id, isTicked)}
          />
        ))}
      </Stack>
      <Stack gap="sm" mt="md" className={classes.bar ?? ''}>
        {result && (
          <Alert color="red" icon={<IconAlertTriangle />} role="alert">
            {together.result(result.sent - result.failed.length, result.failed.length)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {result ? words.close : words.cancel}
          </Button>
          <Button disabled={chosen.length === 0} loading={isSending} onClick={send}>
            {together.approve(chosen.length)}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
