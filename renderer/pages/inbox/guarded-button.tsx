import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { shortcutText } from '../../host/platform.ts';
import { words } from '../../words.ts';
import { buttonProps } from './answer-button.tsx';
import { anywayOf } from './card-words.ts';
import classes from './decision-bar.module.css';
import { type DecisionKey, decisionShortcuts, isGrant } from './decision-chords.ts';
import { HOLD_MS } from './press-guard.ts';
import type { PressGuard } from './use-press-guard.ts';

interface Props {
  readonly answer: DecisionKey;
  readonly isChanged: boolean;
  readonly isReady: boolean;
  readonly isLive: boolean;
  readonly guard: PressGuard;
}

/** A yes to something dangerous: held for a second or pressed twice, with the mouse, the keyboard or the chord. */
export function GuardedButton({ answer, isChanged, isReady, isLive, guard }: Props) {
  const hint = useId();
  const { press, on, onPress } = guard;
  const phase = press.kind !== 'idle' && press.key === answer ? press.kind : 'idle';
  const { guarded } = words.approval;
  const chord = shortcutText(decisionShortcuts[answer]);
  const props = buttonProps(answer);

  function isPressKey(event: KeyboardEvent): boolean {
    const isPress = event.key === 'Enter' || event.key === ' ';
    // The chord is heard by the card.
    if (!isPress || event.ctrlKey || event.metaKey || event.altKey) return false;
    event.preventDefault();
    return true;
  }

  return (
    <Button
      {...props}
      variant={isGrant(answer) ? 'subtle' : 'outline'}
      color="red"
      className={isReady ? (classes.button ?? '') : ''}
      data-guarded
      data-phase={phase}
      style={{ '--hold-time': `${HOLD_MS}ms` }}
      disabled={!isReady || !isLive}
      rightSection={
        <span id={hint} className={classes.hint} aria-hidden>
          {guarded.how(chord)}
        </span>
      }
      aria-describedby={hint}
      onPointerDown={(event) => {
        if (event.button === 0) on({ kind: 'down', key: answer });
      }}
      onPointerUp={(event) => on({ kind: 'up' }, event.timeStamp)}
      onPointerLeave={() => on({ kind: 'cancel' })}
      onPointerCancel={() => on({ kind: 'cancel' })}
      onKeyDown={(event) => {
        if (isPressKey(event) && !event.repeat) on({ kind: 'down', key: answer });
      }}
      onKeyUp={(event) => {
        if (isPressKey(event)) on({ kind: 'up' }, event.timeStamp);
      }}
      onClick={(event) => {
        // Neither mouse nor key: a screen reader.
        if (event.detail === 0) onPress(answer);
      }}
    >
      <IconAlertTriangle size={13} className={classes.icon ?? ''} aria-hidden />
      <Labels
        texts={{
          idle: anywayOf(answer, isChanged),
          holding: guarded.holding,
          'pressed-once': guarded.again,
        }}
        shown={phase === 'confirmed' ? 'idle' : phase}
      />
    </Button>
  );
}

/** One of several texts, with room for the longest: nothing moves when it changes. */
function Labels({ texts, shown }: { texts: Readonly<Record<string, ReactNode>>; shown: string }) {
  return (
    <span className={classes.labels}>
      {Object.entries(texts).map(([name, text]) => (
        <span key={name} data-shown={name === shown || undefined}>
          {text}
        </span>
      ))}
    </span>
  );
}
