import { useEffect, useState, useSyncExternalStore } from 'react';
import type { CommandError } from '../../../../server/contract/ipc.ts';
import { useHost } from '../../../host/host-context.tsx';
import { type LogBook, type LogPicture, openLogBook } from './log-book.ts';
import type { LogFilter } from './log-filter.ts';

/** Lines are processed this often, so that a fast log costs a few renders a second. */
const TAKE_IN_MS = 100;

export interface Log extends LogPicture {
  readonly book: LogBook;
  readonly isLoading: boolean;
  readonly problem: CommandError | undefined;
}

/** Follows the log while it is shown; `undefined` before the first render is over. */
export function useLog(atFirst: LogFilter): Log | undefined {
  const [book, setBook] = useState<LogBook>();
  const { ask, store } = useHost();
  const [isLoading, setLoading] = useState(true);
  const [problem, setProblem] = useState<CommandError>();

  useEffect(() => {
    const opened = openLogBook();
    opened.filter(atFirst);
    let lines: string[] = [];
    let isFirst = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    function takeIn() {
      timer = undefined;
      const taken = lines;
      lines = [];
      opened.add(taken);
    }
    const end = store.onLog((more) => {
      lines.push(...more);
      if (!isFirst) timer ??= setTimeout(takeIn, TAKE_IN_MS);
    });
    setBook(opened);
    void ask('follow-log', {}).then((answer) => {
      isFirst = false;
      setLoading(false);
      if (answer.ok) opened.add(answer.value.text.split('\n').filter(Boolean));
      else setProblem(answer.error);
      takeIn();
    });
    return () => {
      end();
      clearTimeout(timer);
      opened.close();
      void ask('unfollow-log', {});
    };
  }, [ask, store, atFirst]);

  const picture = useSyncExternalStore(book?.onChange ?? noChange, book?.picture ?? noPicture);
  return book && picture && { ...picture, book, isLoading, problem };
}

const noChange = () => () => undefined;
const noPicture = () => undefined;
