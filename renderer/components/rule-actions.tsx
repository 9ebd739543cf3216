import { Button, type ButtonProps, Group } from '@mantine/core';
import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react';
import { exposedThreads } from '../../server/contract/selectors.ts';
import { useReadyState } from '../host/host-context.tsx';
import { ruleInQuotes } from '../rule-words.ts';
import { words } from '../words.ts';
import type { useRule } from './use-rule.ts';

/** Pause, resume and revoke a rule, and take that back; each is one click. */
export function RuleActions(props: {
  rule: ReturnType<typeof useRule>;
  sentence: string;
  /** Further actions, before the one that revokes. */
  children?: ReactNode;
}) {
  const { rule, sentence, children } = props;
  const { threads } = useReadyState();
  const { row, isRevoked, isBusy } = rule;
  if (!row) return undefined;
  const isAllow = row.rule.decision === 'allow';
  // What makes the rules wider has to wait.
  const isHeld = exposedThreads(threads).length > 0;
  const isPaused = row.rule.isPaused === true;
  const pauseWord = isPaused ? words.rules.resume : words.rules.pause;
  const nameOf = (action: string) => words.rules.nameOf(action, ruleInQuotes(sentence));
  const look = { variant: 'subtle', size: 'compact-xs', disabled: isBusy } as const;
  if (isRevoked) {
    return (
      <UndoButton
        {...look}
        disabled={isBusy || (isHeld && isAllow)}
        aria-label={nameOf(words.rules.undo)}
        onClick={rule.restore}
      >
        {words.rules.undo}
      </UndoButton>
    );
  }
  return (
    <Group gap={2}>
      {row.state.kind !== 'over' && (
        <Button
          {...look}
          color="gray"
          disabled={isBusy || (isHeld && isAllow === isPaused)}
          aria-label={nameOf(pauseWord)}
          onClick={() => rule.setPaused(!isPaused)}
        >
          {pauseWord}
        </Button>
      )}
      {children}
      <Button
        {...look}
        color="red"
        disabled={isBusy || (isHeld && !isAllow)}
        aria-label={nameOf(words.rules.revoke)}
        onClick={rule.revoke}
      >
        {words.rules.revoke}
      </Button>
    </Group>
  );
}

/** The button that was pressed has gone: the keyboard is not lost with it. */
function UndoButton(props: ButtonProps & Pick<ComponentProps<'button'>, 'onClick' | 'aria-label'>) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return <Button ref={button} {...props} />;
}
