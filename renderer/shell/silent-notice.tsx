import type { ThreadRow } from '../../server/contract/state.ts';
import { makeVisible } from '../../server/contract/visible.ts';
import { useNow } from '../components/use-now.ts';
import { words } from '../words.ts';
import { TurnNotice } from './turn-notice.tsx';

interface Props {
  readonly thread: ThreadRow;
  readonly since: number;
}

/** A turn of which nothing has been heard for a while: the person can look at it, or stop it. */
export function SilentNotice({ thread, since }: Props) {
  const now = useNow();
  const title = makeVisible(thread.title) || words.threads.untitled;
  const text = words.leash.silent(title, words.time.clock(now - since));
  return <TurnNotice thread={thread} text={text} command="stop-turn" label={words.leash.stop} />;
}
