import { Button, Checkbox, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import type { OfferedPart, RuleChoice, RuleOffer, RulePreview } from '../../../server/contract/rules.ts';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { Dialog } from '../../components/dialog.tsx';
import { LoadProblem } from '../../components/load-problem.tsx';
import { RuleText } from '../../components/prose.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { useHost } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { useLoaded } from '../../host/use-loaded.ts';
import { ruleInQuotes, sentenceWithPath } from '../../rule-words.ts';
import { words } from '../../words.ts';
import classes from './rule-dialog.module.css';

const text = words.rules.dialog;

interface Props {
  readonly card: ApprovalCard;
  readonly offer: RuleOffer;
  onClose(): void;
  /** The rules are saved, and the question is approved. */
  onSaved(): void;
}

/** What a rule made from this question covers: to be chosen, read and compared with the past before it is saved. */
export function RuleDialog({ card, offer, onClose, onSaved }: Props) {
  const { id, digest } = card;
  const { ask } = useHost();
  const [choice, setChoice] = useState<RuleChoice>(() => narrowest(offer));
  const [save, isSaving] = useCommand('save-rule-and-approve');
  const key = JSON.stringify(choice);
  const [loaded, reload] = useLoaded(() => ask('preview-rule', { id, digest, choice }), key);
  // What is shown may still be that of an earlier choice.
  const preview = loaded.kind === 'ready' && loaded.key === key ? loaded.value : undefined;

  async function saveAndApprove(shown: string) {
    const outcome = await save({ id, digest, choice, shown });
    if (outcome.ok) onSaved();
  }

  return (
    <Dialog onClose={onClose} title={text.title} size="lg">
      <Stack gap="sm">
        {offer.parts.map((part, at) => (
          <Part
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity, and never move
            key={at}
            part={part}
            label={offer.parts.length > 1 ? text.whatOf(at + 1) : text.what}
            chosen={choice.parts[at]}
            onChoose={(chosen) => setChoice({ ...choice, parts: choice.parts.with(at, chosen) })}
          />
        ))}
        <Group grow align="flex-end" preventGrowOverflow={false}>
          {offer.folders.length > 1 && (
            <Select
              label={text.where}
              allowDeselect={false}
              data={numbered(offer.folders.map(shortPath))}
              value={String(choice.folder)}
              onChange={(folder) => setChoice({ ...choice, folder: Number(folder) })}
            />
          )}
          <Select
            label={text.who}
            allowDeselect={false}
            data={[
              { value: 'client', label: makeVisible(offer.client) },
              { value: 'everybody', label: text.everyClient },
            ]}
            value={choice.isForClient ? 'client' : 'everybody'}
            onChange={(who) => setChoice({ ...choice, isForClient: who === 'client' })}
          />
          <Select
            label={text.until}
            allowDeselect={false}
            data={offer.untils.map((value) => ({ value, label: text.untils[value] }))}
            value={choice.until}
            onChange={(until) => until && setChoice({ ...choice, until: until as RuleChoice['until'] })}
          />
        </Group>
        {loaded.kind === 'failed' ? (
          <LoadProblem error={loaded.error} onRetry={reload} />
        ) : (
          <Preview preview={preview} card={card} count={offer.parts.length} />
        )}
        <Text size="xs" c="dimmed">
          {text.note}
        </Text>
      </Stack>
      <Group justify="flex-end" mt="md">
        <Button variant="default" data-autofocus onClick={onClose}>
          {words.cancel}
        </Button>
        <Button
          variant="light"
          loading={isSaving}
          disabled={!preview}
          onClick={() => preview && saveAndApprove(preview.digest)}
        >
          {offer.parts.length > 1 ? text.saveAll : text.save}
        </Button>
      </Group>
    </Dialog>
  );
}

/** Exactly what was asked. */
function narrowest(offer: RuleOffer): RuleChoice {
  return {
    parts: offer.parts.map((part) =>
      part.kind === 'tool'
        ? { kind: 'tool', keeps: part.arguments.map(({ name }) => name) }
        : { kind: 'one-of', at: 0 },
    ),
    folder: 0,
    isForClient: true,
    until: 'revoked',
  };
}

interface PartProps {
  readonly part: OfferedPart;
  readonly label: string;
  readonly chosen: RuleChoice['parts'][number] | undefined;
  onChoose(chosen: RuleChoice['parts'][number]): void;
}

function Part({ part, label, chosen, onChoose }: PartProps) {
  if (part.kind === 'one-of') {
    return (
      <Select
        label={label}
        allowDeselect={false}
        data={numbered(part.choices.map((choice) => ruleInQuotes(makeVisible(choice))))}
        value={String(chosen?.kind === 'one-of' ? chosen.at : 0)}
        onChange={(at) => onChoose({ kind: 'one-of', at: Number(at) })}
      />
    );
  }
  const keeps = chosen?.kind === 'tool' ? chosen.keeps : [];
  return (
    <Checkbox.Group
      label={text.keeps(makeVisible(part.name))}
      value={[...keeps]}
      onChange={(names) => onChoose({ kind: 'tool', keeps: names })}
    >
      <Stack gap={4} mt={4}>
        {part.arguments.map(({ name, value }) => (
          <Checkbox
            key={name}
            size="xs"
            value={name}
            classNames={{ label: classes.argument ?? '' }}
            label={<VisibleText>{`${name} = ${value}`}</VisibleText>}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function Preview(props: { preview: RulePreview | undefined; card: ApprovalCard; count: number }) {
  const { preview, card, count } = props;
  const { questions = 0, answered = 0, denied = [] } = preview?.backtest ?? {};
  return (
    <section className={classes.preview} aria-label={count > 1 ? text.previews : text.preview}>
      <div role="status" aria-busy={!preview}>
        {preview ? (
          <>
            {preview.sentences.map((sentence) => (
              <Text key={sentence} fw={600}>
                <RuleText sentence={sentenceWithPath(sentence, card.folder)} />
              </Text>
            ))}
            <Text size="xs" mt={6} c={denied.length > 0 ? 'var(--pb-danger)' : 'dimmed'}>
              {text.backtest(questions, answered, denied.length)}
            </Text>
          </>
        ) : (
          <Text c="dimmed">{words.loading}</Text>
        )}
      </div>
      {denied.length > 0 && (
        <ul className={classes.denied} aria-label={text.denied}>
          {denied.slice(0, MAX_DENIED).map((what, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same may have been denied twice
            <li key={at}>
              <VisibleText>{what}</VisibleText>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const MAX_DENIED = 5;

function numbered(labels: readonly string[]) {
  return labels.map((label, at) => ({ value: String(at), label }));
}
