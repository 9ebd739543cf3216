// The one dialog in which turns are taken back, for every place that offers it: the list of changes, the end of a turn
// in the timeline, the palette.
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { UndoDialog } from './undo-dialog.tsx';
import type { UndoRequest } from './undo-request.ts';

interface Undo {
  /** Shows what it would do; nothing is done before the person confirms. */
  open(request: UndoRequest): void;
  /** How often something was undone or redone here, so that lists of changes are read again. */
  readonly doneCount: number;
}

const UndoContext = createContext<Undo | undefined>(undefined);

export function UndoProvider({ children }: { children: ReactNode }) {
  const [request, setRequest] = useState<UndoRequest>();
  const [doneCount, setDoneCount] = useState(0);
  const undo = useMemo(() => ({ open: setRequest, doneCount }), [doneCount]);
  return (
    <UndoContext value={undo}>
      {children}
      {request && (
        <UndoDialog
          request={request}
          onClose={() => setRequest(undefined)}
          onDone={() => setDoneCount((before) => before + 1)}
        />
      )}
    </UndoContext>
  );
}

export function useUndo(): Undo {
  const undo = useContext(UndoContext);
  if (!undo) throw new Error('useUndo needs an UndoProvider above it.');
  return undo;
}
