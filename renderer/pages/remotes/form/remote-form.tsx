import { useEffect, useState } from 'react';
import type { CommandError } from '../../../../server/contract/ipc.ts';
import type { RemoteDraft } from '../../../../server/contract/remote-draft.ts';
import { makeVisible } from '../../../../server/contract/visible.ts';
import { Dialog } from '../../../components/dialog.tsx';
import { LoadProblem } from '../../../components/load-problem.tsx';
import { Rows } from '../../../components/rows.tsx';
import { useHost } from '../../../host/host-context.tsx';
import { words } from '../../../words.ts';
import { RemoteFormBody } from './remote-form-body.tsx';

interface Loaded {
  readonly draft: RemoteDraft;
  readonly version?: string;
}

/** Adds a remote, or edits the one of this name as it is in config.toml now. */
export function RemoteForm(props: {
  name?: string;
  /** What the person has pasted already. */
  pasted?: string;
  onClose: () => void;
  onSaved: (name: string) => void;
}) {
  const { name, pasted = '', onClose, onSaved } = props;
  const { ask } = useHost();
  const [loaded, setLoaded] = useState<Loaded>();
  const [problem, setProblem] = useState<CommandError>();
  const [isAsking, setAsking] = useState(false);
  const title =
    name === undefined ? words.remotes.form.addTitle : words.remotes.form.editTitle(makeVisible(name));

  async function load() {
    if (name === undefined) return;
    setProblem(undefined);
    const outcome = await ask('remote-draft', { name });
    if (outcome.ok) setLoaded(outcome.value);
    else setProblem(outcome.error);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each form; what is typed must stay
  useEffect(() => void load(), []);

  return (
    <Dialog
      onClose={onClose}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      // Escape is for the question above it.
      closeOnEscape={!isAsking}
    >
      {problem && <LoadProblem error={problem} onRetry={load} />}
      {name !== undefined && !loaded && !problem && <Rows />}
      {(name === undefined || loaded) && (
        <RemoteFormBody
          name={name}
          pasted={pasted}
          before={loaded?.draft}
          version={loaded?.version}
          onAsking={setAsking}
          onClose={onClose}
          onSaved={onSaved}
        />
      )}
    </Dialog>
  );
}
