import { useHost, useReadyState } from '../host/host-context.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { StandingNotices } from './standing-notices.tsx';

const MAX_SHOWN = 3;

/** Problems outside of any thread, until they are dismissed or fixed. */
export function Notices({ isIntroducing }: { isIntroducing: boolean }) {
  const { notices } = useReadyState();
  const { run } = useHost();
  return (
    <div role="status">
      {!isIntroducing && <StandingNotices />}
      {notices.slice(0, MAX_SHOWN).map(({ id, level, text }) => (
        <NoticeBar key={id} level={level} text={text} onClose={() => run('dismiss', { id })} />
      ))}
    </div>
  );
}
