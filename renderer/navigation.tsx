// Where the person is: a page and what is open on it. Escape goes back. The place is also in the page's address, so
// that a reloaded window returns to it.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { WindowPlace } from '../server/contract/ipc.ts';
import { hashOf, placeOf } from '../server/contract/places.ts';

const MAX_HISTORY = 50;

interface Navigation {
  readonly place: WindowPlace;
  go(place: WindowPlace): void;
  /** Goes there without adding to the history, unless the person has left that page meanwhile. */
  replace(place: WindowPlace): void;
  back(): void;
}

const NavigationContext = createContext<Navigation | undefined>(undefined);

export function NavigationProvider({ children }: { children: ReactNode }) {
  const [history, setHistory] = useState<readonly WindowPlace[]>(() => [placeOf(window.location.hash)]);
  const place = history.at(-1) ?? placeOf('');
  useEffect(() => window.history.replaceState(null, '', hashOf(place)), [place]);
  const ways = useMemo(
    () => ({
      go: (next: WindowPlace) =>
        setHistory((before) =>
          isSame(before.at(-1), next) ? before : [...before, next].slice(-MAX_HISTORY),
        ),
      replace: (next: WindowPlace) =>
        setHistory((before) => {
          const now = before.at(-1);
          return now?.page !== next.page || isSame(now, next) ? before : [...before.slice(0, -1), next];
        }),
      back: () => setHistory((before) => (before.length > 1 ? before.slice(0, -1) : before)),
    }),
    [],
  );
  const navigation = useMemo(() => ({ place, ...ways }), [place, ways]);
  return <NavigationContext value={navigation}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (!navigation) throw new Error('useNavigation needs a NavigationProvider above it.');
  return navigation;
}

function isSame(left: WindowPlace | undefined, right: WindowPlace): boolean {
  return left !== undefined && hashOf(left) === hashOf(right);
}
