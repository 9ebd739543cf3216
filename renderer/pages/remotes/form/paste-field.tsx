import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { CommandResult } from '../../../../server/contract/commands.ts';
import type { CommandError } from '../../../../server/contract/ipc.ts';
import type { RemoteDraft } from '../../../../server/contract/remote-draft.ts';
import { Prose } from '../../../components/prose.tsx';
import { VisibleText } from '../../../components/visible-text.tsx';
import { useHost } from '../../../host/host-context.tsx';
import { useLoaded } from '../../../host/use-loaded.ts';
import { words } from '../../../words.ts';
import { PastedServers } from './pasted-servers.tsx';
import { PublishedWays, type Way, waySentences } from './published-ways.tsx';

type Published = CommandResult<'look-up-server'>;

interface Props {
  /** Where it starts; '' for nothing. */
  readonly pasted: string;
  /** Fills in the form below. */
  onFillIn(name: string, draft: RemoteDraft): void;
  /** Called when what was pasted is shown instead of the form, or no longer. */
  onShown(isShown: boolean): void;
  onAdded(names: readonly string[]): void;
}

/** Longer than the pause between two keys. */
const PAUSE_MS = 200;
const text = words.remotes.paste;

/**
 * One field for whatever a person has copied from somewhere. It is read while it is typed, on this machine alone: only the
 * button sends it to a registry.
 */
export function PasteField({ pasted: atFirst, onFillIn, onShown, onAdded }: Props) {
  const { ask } = useHost();
  const [entered, setEntered] = useState(atFirst);
  const [settled] = useDebouncedValue(entered, PAUSE_MS);
  const [isBusy, setBusy] = useState(false);
  const [found, setFound] = useState<Published>();
  const [chosen, setChosen] = useState<Way>();
  const [problem, setProblem] = useState<CommandError>();
  const [loaded] = useLoaded(async () => {
    const outcome = await ask('read-pasted', { text: settled });
    onShown(outcome.ok && outcome.value.kind === 'servers');
    return outcome;
  }, settled);
  const isRead = loaded.kind === 'ready' && loaded.key === entered && entered.trim() !== '';
  const pasted = isRead ? loaded.value : undefined;
  const failure = problem ?? (loaded.kind === 'failed' && entered.trim() !== '' ? loaded.error : undefined);
  const published = found ?? (pasted?.kind === 'published' ? pasted.published : undefined);

  function change(value: string) {
    setEntered(value);
    setFound(undefined);
    setChosen(undefined);
    setProblem(undefined);
  }

  async function lookUp(wanted: string) {
    setBusy(true);
    setProblem(undefined);
    const outcome = await ask('look-up-server', { text: wanted });
    setBusy(false);
    setFound(outcome.ok ? outcome.value : undefined);
    if (!outcome.ok) setProblem(outcome.error);
  }

  function fillIn(name: string, draft: RemoteDraft, way?: Way) {
    change('');
    onShown(false);
    setChosen(way);
    onFillIn(name, draft);
  }

  return (
    <Stack gap="xs">
      <Textarea
        label={text.label}
        description={text.hint}
        placeholder={text.placeholder}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        data-autofocus
        value={entered}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || pasted?.kind !== 'look-up') return;
          event.preventDefault();
          void lookUp(entered.trim());
        }}
      />
      {(pasted?.kind === 'look-up' || pasted?.kind === 'search') && !found && (
        <Group gap="xs">
          <Button variant="default" loading={isBusy} onClick={() => void lookUp(entered.trim())}>
            {text.lookUp}
          </Button>
          <Text size="xs" c="dimmed">
            {text.lookUpHint}
          </Text>
        </Group>
      )}
      {pasted?.kind === 'unreadable' && (
        <Text size="sm" c="var(--pb-warn)" role="status">
          <VisibleText>{text.unreadable(pasted.reason)}</VisibleText>
        </Text>
      )}
      {failure && (
        <Alert color="red">
          <Prose>{[failure.summary, failure.fix].filter(Boolean).join(' ')}</Prose>
        </Alert>
      )}
      {published && (
        <PublishedWays
          found={published}
          onPick={(name) => void lookUp(name)}
          onChoose={(way) => way.draft && fillIn(way.name, way.draft, way)}
        />
      )}
      {pasted?.kind === 'servers' && (
        <PastedServers pasted={pasted} text={entered} onFillIn={fillIn} onAdded={onAdded} />
      )}
      {chosen && (
        <Alert color="indigo" role="status">
          <VisibleText>{waySentences(chosen).join(' ')}</VisibleText>
        </Alert>
      )}
    </Stack>
  );
}
