import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { CopyRow } from '../../../server/contract/commands/copies.ts';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { CopyDialog } from '../../components/copy-dialog.tsx';
import { LoadProblem } from '../../components/load-problem.tsx';
import { Prose } from '../../components/prose.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';
import { words } from '../../words.ts';
import { useSettings } from './use-settings.ts';

const text = words.copies;
const choices = ['note', 'ask', 'copy'] as const;

/** Whether second threads get copies, and the copies there are. */
export function CopiesSection() {
  const { settings, change } = useSettings();
  const { ask, run } = useHost();
  const { threads } = useReadyState();
  // A copy comes with a thread, and changes while a turn runs in it.
  const key = threads.map(({ id, state }) => `${id} ${state}`).join();
  const [loaded, reload] = useLoaded(() => ask('copies', {}), key);
  const [shown, setShown] = useState<CopyRow>();
  const [leaving, setLeaving] = useState<CopyRow>();
  const copies = loaded.kind === 'ready' ? loaded.value : [];
  return (
    <Stack gap="md">
      <Radio.Group
        label={text.wants}
        description={text.wantsHint}
        value={settings.secondThread}
        onChange={(value) => {
          const secondThread = choices.find((choice) => choice === value);
          if (secondThread) void change({ secondThread });
        }}
      >
        <Stack gap="xs" mt="xs">
          {choices.map((value) => (
            <Radio key={value} value={value} label={text.choices[value]} />
          ))}
        </Stack>
      </Radio.Group>
      {loaded.kind === 'failed' && <LoadProblem error={loaded.error} onRetry={reload} />}
      {loaded.kind === 'ready' && copies.length === 0 && (
        <Text size="sm" c="dimmed">
          {text.none}
        </Text>
      )}
      {copies.map((copy) => (
        <Entry
          key={copy.id}
          copy={copy}
          title={threads.find(({ id }) => id === copy.threadId)?.title}
          onLook={() => setShown(copy)}
          onDiscard={() => setLeaving(copy)}
        />
      ))}
      {shown && (
        <CopyDialog
          id={shown.id}
          of={shown.of}
          onClose={() => {
            setShown(undefined);
            reload();
          }}
        />
      )}
      {leaving && (
        <ConfirmDialog
          isOpen
          title={text.discardTitle(leaving.id)}
          text={
            leaving.problem === undefined
              ? text.discardText(leaving.unmerged, leaving.leftOut)
              : text.discardUnknown
          }
          action={text.discard.replace('…', '')}
          onClose={() => setLeaving(undefined)}
          onConfirm={() => run('discard-copy', { id: leaving.id }).then(reload)}
        />
      )}
    </Stack>
  );
}

function Entry(props: { copy: CopyRow; title: string | undefined; onLook(): void; onDiscard(): void }) {
  const { copy, title = copy.threadId ?? '' } = props;
  const unmerged = copy.problem === undefined && text.unmerged(copy.unmerged);
  const facts = [title, text.from(copy.branch, copy.commit), unmerged];
  return (
    <Group gap="xs" role="group" aria-label={copy.id}>
      <div style={{ flex: '1 1 240px', minWidth: 0, overflowWrap: 'anywhere' }}>
        <Text>
          <VisibleText>{text.threadIn(shortPath(copy.of))}</VisibleText>
        </Text>
        <Text size="xs" c="dimmed">
          <VisibleText>{facts.filter(Boolean).join(' · ')}</VisibleText>
        </Text>
        <Text size="xs" c="dimmed">
          <VisibleText>{shortPath(copy.folder)}</VisibleText>
        </Text>
        {copy.problem !== undefined && (
          <Text size="sm" c="var(--mantine-color-error)">
            <Prose>{copy.problem}</Prose>
          </Text>
        )}
      </div>
      {copy.problem === undefined && (
        <Button variant="default" size="compact-sm" aria-label={text.lookAt(copy.id)} onClick={props.onLook}>
          {text.look}
        </Button>
      )}
      <Group gap="xs" wrap="nowrap">
        <Button
          variant="default"
          size="compact-sm"
          aria-label={text.discardOf(copy.id)}
          onClick={props.onDiscard}
        >
          {text.discard}
        </Button>
      </Group>
    </Group>
  );
}
