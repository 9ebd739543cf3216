import { useCallback, useEffect, useRef, useState } from 'react';
import type { CommandError } from '../../../server/contract/ipc.ts';
import type { TimelineEvent } from '../../../server/contract/timeline.ts';
import { useHost } from '../../host/host-context.tsx';
import { emptyTimeline, pageStart, type TimelineModel, withEvents, withPage } from './timeline-model.ts';

const PAGE = 200;
/** Live events are processed this often, so that a fast stream costs a few renders a second and not hundreds. */
const TAKE_IN_MS = 60;

export interface Timeline {
  readonly model: TimelineModel;
  /** The diff of the running turn, once it has changed while it is shown. */
  readonly liveDiff: string | undefined;
  readonly isLoading: boolean;
  readonly problem: CommandError | undefined;
  /** Fetches the page that holds this index, once. */
  need(index: number): void;
  retry(): void;
}

/** Follows a thread while it is shown, starting at its end. */
export function useTimeline(threadId: string): Timeline {
  const { ask, store } = useHost();
  const [model, setModel] = useState<TimelineModel>(emptyTimeline);
  const [liveDiff, setLiveDiff] = useState<string>();
  const [isLoading, setLoading] = useState(true);
  const [problem, setProblem] = useState<CommandError>();
  const [round, setRound] = useState(0);
  const asked = useRef(new Set<number>());

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` starts it again
  useEffect(() => {
    let isCurrent = true;
    let events: TimelineEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    asked.current = new Set();
    setModel(emptyTimeline);
    setLiveDiff(undefined);
    setLoading(true);
    setProblem(undefined);

    function takeIn() {
      timer = undefined;
      const taken = events;
      events = [];
      setModel((before) => withEvents(before, taken));
      const diff = taken.findLast((event) => event.kind === 'changes')?.diff;
      if (diff !== undefined) setLiveDiff(diff);
    }
    async function start() {
      await ask('follow', { threadId });
      const end = store.onTimeline((all) => {
        events.push(...all.filter((event) => event.threadId === threadId));
        timer ??= setTimeout(takeIn, TAKE_IN_MS);
      });
      const page = await ask('timeline', { threadId, start: -PAGE, limit: PAGE });
      if (!isCurrent) return end();
      stop = end;
      setLoading(false);
      if (page.ok) setModel((before) => withPage(before, page.value));
      else setProblem(page.error);
    }
    let stop = () => {};
    void start();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      stop();
      void ask('follow', { threadId: null });
    };
  }, [threadId, round, ask, store]);

  const need = useCallback(
    (index: number) => {
      const start = pageStart(index, PAGE);
      if (asked.current.has(start)) return;
      asked.current.add(start);
      void ask('timeline', { threadId, start, limit: PAGE }).then((page) => {
        if (page.ok) setModel((before) => withPage(before, page.value));
        else asked.current.delete(start);
      });
    },
    [ask, threadId],
  );
  return { model, liveDiff, isLoading, problem, need, retry: () => setRound((before) => before + 1) };
}
