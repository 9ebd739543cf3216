import type { ThreadRow } from '../../server/contract/state.ts';
import { useNow } from '../components/use-now.ts';
import { words } from '../words.ts';
import { TurnNotice } from './turn-notice.tsx';

interface Props {
  readonly thread: ThreadRow;
  readonly left: NonNullable<ThreadRow['left']>;
}

/** A turn whose client has left: it will be stopped soon, unless the person lets it continue. */
export function LeftNotice({ thread, left }: Props) {
  const now = useNow();
  const title = thread.title || words.threads.untitled;
  const text = words.notices.left(left.client, title, words.time.clock(left.stopsAt - now));
  return <TurnNotice thread={thread} text={text} command="keep-going" label={words.notices.keepGoing} />;
}
