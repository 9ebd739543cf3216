// Which entries of a timeline are open, remembered while they are scrolled out of view.
import { createContext, type ReactNode, useContext, useRef, useState } from 'react';

const ExpansionContext = createContext<Map<string, boolean> | undefined>(undefined);

/** @param opened the entry that the person came for: it is open when it comes into view */
export function ExpansionProvider({ opened, children }: { opened: string | undefined; children: ReactNode }) {
  const open = useRef(new Map<string, boolean>());
  if (opened !== undefined) open.current.set(opened, true);
  return <ExpansionContext value={open.current}>{children}</ExpansionContext>;
}

/** @param byItself whether it is open by default */
export function useExpanded(id: string, byItself: boolean): [boolean, () => void] {
  const open = useContext(ExpansionContext);
  const [chosen, setChosen] = useState(open?.get(id));
  const isOpen = chosen ?? byItself;
  return [
    isOpen,
    () => {
      open?.set(id, !isOpen);
      setChosen(!isOpen);
    },
  ];
}
