import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { conditionText, hasClock } from '../../server/contract/condition-words.ts';
import { type Condition, urgentConditions } from '../../server/contract/conditions.ts';
import type { WindowPlace } from '../../server/contract/ipc.ts';
import { ConditionFixes } from '../components/condition-fixes.tsx';
import { ConditionList } from '../components/condition-list.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useNow } from '../components/use-now.ts';
import { useReadyState } from '../host/host-context.tsx';
import { useNavigation } from '../navigation.tsx';
import { words } from '../words.ts';
import { NoticeBar } from './notice-bar.tsx';

/** The worst of what is wrong, above every page, and the way to all of it. */
export function ConditionBanner({ isIntroducing }: { isIntroducing: boolean }) {
  const { conditions } = useReadyState();
  const { place } = useNavigation();
  const [isOpen, list] = useDisclosure();
  const urgent = urgentConditions(conditions).filter(
    (condition) => condition.kind === 'notice' || (!isIntroducing && !isSaidOn(place, condition)),
  );
  const [worst, ...others] = urgent;
  return (
    <div role="status">
      {worst && (
        <Bar condition={worst} key={worst.id}>
          {others.length > 0 && (
            <Button size="compact-xs" variant="subtle" color="gray" onClick={list.open}>
              {words.conditions.more(others.length)}
            </Button>
          )}
        </Bar>
      )}
      <Dialog
        opened={isOpen && urgent.length > 0}
        onClose={list.close}
        size="lg"
        title={words.conditions.title}
      >
        <ConditionList conditions={urgent} onGone={list.close} />
      </Dialog>
    </div>
  );
}

function Bar({ condition, children }: { condition: Condition; children: React.ReactNode }) {
  return hasClock(condition) ? (
    // Screen readers must not read its clock every second.
    <div aria-live="off">
      <TickingBar condition={condition}>{children}</TickingBar>
    </div>
  ) : (
    <StillBar condition={condition} now={condition.since}>
      {children}
    </StillBar>
  );
}

function TickingBar(props: { condition: Condition; children: React.ReactNode }) {
  return <StillBar {...props} now={useNow()} />;
}

function StillBar(props: { condition: Condition; now: number; children: React.ReactNode }) {
  const { condition, now, children } = props;
  const level = condition.level === 'hint' ? 'info' : condition.level;
  return (
    <NoticeBar level={level} text={conditionText(condition, now)}>
      {children}
      <ConditionFixes fixes={condition.fixes} />
    </NoticeBar>
  );
}

/** The page says it itself, in more detail. */
function isSaidOn(place: WindowPlace, { kind, ...facts }: Condition): boolean {
  switch (place.page) {
    case 'remotes':
      return kind === 'config-broken' || ('remote' in facts && facts.remote === place.remote);
    case 'settings':
      return kind === 'account-unreadable';
    default:
      return false;
  }
}
