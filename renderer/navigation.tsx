// Where the person is: a page and what is open on it. Escape goes back the way they came.
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { WindowPlace } from '../electron/ipc.ts';

export type PageName = WindowPlace['page'];
export const pageNames = ['inbox', 'threads', 'clients', 'remotes', 'activity', 'settings'] as const;

const MAX_HISTORY = 50;

interface Navigation {
  readonly place: WindowPlace;
  go(place: WindowPlace): void;
  back(): void;
}

const NavigationContext = createContext<Navigation | undefined>(undefined);

export function NavigationProvider({ children }: { children: ReactNode }) {
  const [history, setHistory] = useState<readonly WindowPlace[]>([{ page: 'inbox' }]);
  const go = useCallback((place: WindowPlace) => {
    setHistory((before) => (isSame(before.at(-1), place) ? before : [...before, place].slice(-MAX_HISTORY)));
  }, []);
  const back = useCallback(() => {
    setHistory((before) => (before.length > 1 ? before.slice(0, -1) : before));
  }, []);
  const place = history.at(-1) ?? { page: 'inbox' };
  const navigation = useMemo(() => ({ place, go, back }), [place, go, back]);
  return <NavigationContext value={navigation}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (!navigation) throw new Error('useNavigation needs a NavigationProvider above it.');
  return navigation;
}

function isSame(left: WindowPlace | undefined, right: WindowPlace): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
