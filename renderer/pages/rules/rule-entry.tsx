import { Badge, Button, Paper, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { RuleRow } from '../../../server/contract/rules.ts';
import { exposedThreads } from '../../../server/contract/selectors.ts';
import { Ago } from '../../components/elapsed.tsx';
import { Prose, RuleText } from '../../components/prose.tsx';
import { RuleActions } from '../../components/rule-actions.tsx';
import { useRule } from '../../components/use-rule.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { ruleInQuotes, ruleSentence } from '../../rule-words.ts';
import { words } from '../../words.ts';
import classes from './rule-entry.module.css';
import { RuleForm } from './rule-form.tsx';

const colors = { allow: 'green', ask: 'yellow', deny: 'red' } as const;

/** One rule in words, where it comes from, how often it has decided, and what it is worth now. */
export function RuleEntry(props: { shown: RuleRow; isOpen: boolean; onRevoke: () => void }) {
  const { shown, isOpen, onRevoke } = props;
  const { threads } = useReadyState();
  const [isEditing, setEditing] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const rule = useRule(shown.id);
  const row = rule.row ?? shown;
  const { origin, decision } = row.rule;
  const sentence = ruleSentence(row, threads);
  const label = ruleInQuotes(sentence);
  useEffect(() => {
    if (isOpen) place.current?.scrollIntoView({ block: 'center' });
  }, [isOpen]);
  return (
    <Paper
      ref={place}
      withBorder
      p="sm"
      mb="xs"
      component="section"
      aria-label={label}
      data-open={isOpen || undefined}
      className={classes.entry ?? ''}
    >
      <div className={classes.row}>
        <span className={classes.badge}>
          <Badge color={rule.isRevoked ? 'gray' : colors[decision]}>
            {rule.isRevoked ? words.rules.revoked : words.rules.decisions[decision]}
          </Badge>
        </span>
        <div className={classes.words}>
          <Text fw={500} {...(rule.isRevoked && { c: 'dimmed', td: 'line-through' })}>
            <RuleText sentence={sentence} />
          </Text>
          <Text size="xs" c="dimmed">
            <VisibleText>
              {words.rules.made(
                origin.who,
                row.question ? words.rules.fromQuestion(row.question) : words.rules.origins[origin.how],
              )}
            </VisibleText>{' '}
            <Ago at={Date.parse(origin.at)} />
            {' · '}
            {words.rules.used(row.uses)}
            {row.lastUsedAt !== undefined && (
              <>
                {', '}
                {words.rules.lastUsed} <Ago at={row.lastUsedAt} />
              </>
            )}
          </Text>
          <RuleStanding row={row} />
        </div>
        <RuleActions rule={{ ...rule, row, revoke: () => revoke(rule, onRevoke) }} sentence={sentence}>
          {row.rule.until.kind !== 'turn' && (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              disabled={exposedThreads(threads).length > 0}
              aria-label={words.rules.nameOf(words.rules.edit, label)}
              onClick={() => setEditing(true)}
            >
              {words.rules.edit}
            </Button>
          )}
        </RuleActions>
      </div>
      {isEditing && <RuleForm edited={row} onClose={() => setEditing(false)} />}
    </Paper>
  );
}

/** What the page shows has to be noted first: the host's event may come before the answer. */
async function revoke(rule: ReturnType<typeof useRule>, onRevoke: () => void): Promise<void> {
  onRevoke();
  await rule.revoke();
}

/** Whether it counts; nothing for one that does. */
function RuleStanding({ row: { state } }: { row: RuleRow }) {
  if (state.kind === 'active') return undefined;
  return (
    <Text size="xs" mt={2} component="div">
      <Badge color={state.kind === 'off' ? 'orange' : 'gray'}>{words.rules.states[state.kind]}</Badge>{' '}
      {state.kind === 'off' && <Prose>{words.rules.off(state.why)}</Prose>}
    </Text>
  );
}
