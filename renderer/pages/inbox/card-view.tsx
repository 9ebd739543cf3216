import { Alert, Text } from '@mantine/core';
import { IconRefreshAlert } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { urgentConditions } from '../../../server/contract/conditions.ts';
import type { Edit } from '../../../server/contract/edits.ts';
import { keptChanges } from '../../../server/contract/patch-hunks.ts';
import { isWaiting } from '../../../server/contract/selectors.ts';
import { CodeText } from '../../components/code-text.tsx';
import { Neighbours } from '../../components/neighbours.tsx';
import { patchFiles } from '../../components/patch-files.ts';
import { defaultsOf, type FieldValues, problemsOf } from '../../components/schema-fields.ts';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { usePatchView } from '../../components/use-patch-view.ts';
import { useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { CardFacts } from './card-facts.tsx';
import { CardHead, CardPlace } from './card-head.tsx';
import { CardSubject } from './card-subject.tsx';
import classes from './card-view.module.css';
import { answersOf, headingOf, standsFirst } from './card-words.ts';
import { DecisionBar } from './decision-bar.tsx';
import { type DecisionKey, isYes } from './decision-chords.ts';
import { EditFields } from './edit-fields.tsx';
import { EditOffer } from './edit-offer.tsx';
import { Outcome } from './outcome.tsx';
import { Overlaps } from './overlaps.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { RuleOffer } from './rule-offer.tsx';
import { TellDialog } from './tell-dialog.tsx';
import { useCardFiles } from './use-card-files.ts';
import { useDecide } from './use-decide.ts';
import { useDecisionKeys } from './use-decision-keys.ts';
import { useEdit } from './use-edit.ts';
import { useFocusWhenIdle } from './use-focus-when-idle.ts';
import { usePressGuard } from './use-press-guard.ts';
import { useRuleOffer } from './use-rule-offer.ts';
import { useStillness } from './use-stillness.ts';

interface Props {
  readonly card: ApprovalCard;
  /** The next question that waits, to offer once this one is over. */
  readonly next: ApprovalCard | undefined;
  onDecided(): void;
  onNext(id: string): void;
}

/** One question with all a person needs to answer it. */
export function CardView({ card, next, onDecided, onNext }: Props) {
  const { subject } = card;
  const { conditions } = useReadyState();
  const [values, setValues] = useState<FieldValues>(() =>
    subject.kind === 'form' ? defaultsOf(subject.schema) : {},
  );
  const [areProblemsShown, setProblemsShown] = useState(false);
  const [isTelling, setTelling] = useState(false);
  // The digest of what the rule would be about: when that changes, what is chosen means nothing any more.
  const [ruling, setRuling] = useState<string>();
  const isRuling = ruling === card.digest && isWaiting(card);
  const offer = useRuleOffer(card);
  const { decide, isSending: isDeciding } = useDecide(card, onDecided);
  const editing = useEdit(card, onDecided);
  const { draft, preview } = editing;
  const isSending = isDeciding || editing.isSending;
  const shown = preview ? { ...card, consequence: preview.consequence, dangers: preview.dangers } : card;
  const patchView = usePatchView(card.digest);
  const scroller = useFocusWhenIdle(isWaiting(card));
  const isStill = useStillness(scroller);
  const files = useCardFiles(card);
  const asEdited = useMemo(() => withoutUnticked(subject, draft), [subject, draft]);
  const kept = useMemo(
    () => (asEdited.kind === 'patch' ? patchFiles(asEdited.changes, card.folder) : []),
    [asEdited, card.folder],
  );
  const overlaps = subject.kind === 'patch' ? (subject.overlaps ?? []) : [];
  const problems = subject.kind === 'form' ? problemsOf(subject.schema, values) : {};

  // While the denial dialog is open, the chord that sends it must not approve.
  const canAnswer = isWaiting(card) && !isSending && !isTelling && !isRuling;
  const answers = canAnswer ? answersOf(card, editing.isChanged) : [];

  function act(key: DecisionKey) {
    if (!answers.includes(key)) return;
    if (key === 'tell') return setTelling(true);
    if (key === 'approve' && editing.isChanged) return void editing.approve();
    if (isYes(key) && Object.keys(problems).length > 0) {
      setProblemsShown(true);
      return;
    }
    void decide(key, isYes(key) && subject.kind === 'form' ? { content: values } : {});
  }
  const key = `${card.id} ${card.digest} ${preview?.digest ?? ''}`;
  const guard = usePressGuard({
    shown: key,
    isGuarded: (answer) => isYes(answer) && shown.dangers.length > 0,
    onConfirm: act,
  });
  function begin(answer: DecisionKey) {
    if (!guard.isGuarded(answer)) act(answer);
    else if (answers.includes(answer)) guard.onChord(answer);
  }
  const areKeysLive = useDecisionKeys({
    // A banner that comes or goes moves the answers, too.
    shown: `${key} ${urgentConditions(conditions)[0]?.id ?? ''}`,
    onDown: begin,
    onUp: (at) => guard.on({ kind: 'up' }, at),
  });
  const isFirst = !draft && standsFirst(card);
  const shownSubject = draft ? (
    <EditFields
      card={card}
      editing={editing}
      draft={draft}
      onApprove={() => areKeysLive && begin('approve')}
    />
  ) : (
    <CardSubject
      card={card}
      files={files}
      patchView={patchView}
      form={{ values, problems: areProblemsShown ? problems : {}, onChange: setValues }}
    />
  );

  return (
    <article
      className={classes.card}
      aria-labelledby={`question-${card.id}`}
      data-keys={answers.length > 0 && areKeysLive && isStill ? 'live' : 'dead'}
    >
      <ScrollRegion ref={scroller} className={classes.scroll} label={words.approval.card}>
        <CardHead card={card}>
          {headingOf(card, asEdited)}
          {subject.kind === 'patch' && isWaiting(card) && <PatchTotals files={kept} />}
        </CardHead>
        {isFirst && shownSubject}
        <CardPlace card={card}>{isWaiting(card) && <EditOffer card={card} editing={editing} />}</CardPlace>
        {card.revision > 1 && isWaiting(card) && (
          <Alert color="orange" icon={<IconRefreshAlert />} mt="xs">
            {words.approval.changedMeanwhile}
          </Alert>
        )}
        {editing.unused !== undefined && (
          <Alert color="orange" icon={<IconRefreshAlert />} mt="xs" title={words.edit.unused}>
            <CodeText text={editing.unused} language="bash" label={words.edit.unusedText} />
          </Alert>
        )}
        <CardFacts card={shown} />
        {isWaiting(card) && (subject.kind === 'command' || subject.kind === 'patch') && (
          <Neighbours threadId={card.threadId} />
        )}
        {overlaps.length > 0 && (
          <>
            <Overlaps overlaps={overlaps} folder={card.folder} layout={patchView.layout} />
            <Text fw={600} mb={4}>
              {words.overlap.ours}
            </Text>
          </>
        )}
        {!isFirst && shownSubject}
      </ScrollRegion>
      {isWaiting(card) ? (
        <DecisionBar
          card={shown}
          isSending={isSending}
          editing={editing}
          isLive={areKeysLive && isStill}
          guard={guard}
          onDecide={act}
        >
          {offer && !draft && <RuleOffer card={card} offer={offer} onOpen={() => setRuling(card.digest)} />}
        </DecisionBar>
      ) : (
        <Outcome card={card} next={next} onNext={onNext} />
      )}
      {offer && isRuling && (
        <RuleDialog card={card} offer={offer} onClose={() => setRuling(undefined)} onSaved={onDecided} />
      )}
      <TellDialog
        isOpen={isTelling && isWaiting(card)}
        onClose={() => setTelling(false)}
        onTell={(reason) => {
          setTelling(false);
          void decide('deny', { reason });
        }}
      />
    </article>
  );
}

function withoutUnticked(subject: ApprovalCard['subject'], draft: Edit | undefined): ApprovalCard['subject'] {
  const isPatch = subject.kind === 'patch' && draft?.kind === 'patch';
  return isPatch ? { ...subject, changes: keptChanges(subject.changes, draft.kept) } : subject;
}

function PatchTotals({ files }: { files: ReturnType<typeof patchFiles> }) {
  const added = files.reduce((sum, file) => sum + file.added, 0);
  const removed = files.reduce((sum, file) => sum + file.removed, 0);
  return (
    <span className={classes.totals}>
      {' '}
      +{words.number(added)} −{words.number(removed)}
    </span>
  );
}
