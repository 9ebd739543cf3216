import { Button, CloseButton } from '@mantine/core';
import { useState } from 'react';
import { fixLabel } from '../../server/contract/condition-words.ts';
import type { ConditionFix } from '../../server/contract/conditions.ts';
import { hashOf } from '../../server/contract/places.ts';
import { type HostLink, useHost } from '../host/host-context.tsx';
import { useNavigation } from '../navigation.tsx';
import { words } from '../words.ts';

interface Props {
  readonly fixes: readonly ConditionFix[];
  /** The person went to another place. */
  onGone?(): void;
}

/** The buttons that help about a condition; none that leads to where the person is. */
export function ConditionFixes({ fixes, onGone }: Props) {
  const { place } = useNavigation();
  return fixes
    .filter((fix) => fix.do !== 'go' || hashOf(fix.place) !== hashOf(place))
    .map((fix) => <FixButton key={fixLabel(fix)} fix={fix} onGone={onGone} />);
}

function FixButton({ fix, onGone }: { fix: ConditionFix; onGone: (() => void) | undefined }) {
  const { run } = useHost();
  const { go } = useNavigation();
  const [isBusy, setBusy] = useState(false);
  async function use() {
    if (fix.do === 'go') {
      go(fix.place);
      return onGone?.();
    }
    setBusy(true);
    await runFix(run, fix);
    setBusy(false);
  }
  if (fix.do === 'dismiss') return <CloseButton size="sm" aria-label={words.close} onClick={use} />;
  return (
    <Button size="compact-xs" variant="default" loading={isBusy} onClick={use}>
      {fixLabel(fix)}
    </Button>
  );
}

function runFix(run: HostLink['run'], fix: Exclude<ConditionFix, { do: 'go' }>): Promise<unknown> {
  switch (fix.do) {
    case 'start-server':
    case 'restart-engine':
    case 'read-account':
    case 'reload-environment':
      return run(fix.do, {});
    case 'resume-turns':
      return run('pause-turns', { isPaused: false });
    case 'resume-client':
      return run('change-client', { id: fix.id, change: { do: 'pause', isPaused: false } });
    case 'open-file': {
      const { path, line } = fix;
      return run('open-path', { path, ...(line !== undefined && { line }) });
    }
    case 'keep-going':
    case 'stop-turn':
      return run(fix.do, { threadId: fix.threadId });
    case 'dismiss':
      return run('dismiss', { id: fix.id });
  }
}
