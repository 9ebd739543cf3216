import { useState } from 'react';
import type { CommandError } from '../../../../server/contract/ipc.ts';
import { type RemoteDraft, whereOf } from '../../../../server/contract/remote-draft.ts';
import { makeVisible } from '../../../../server/contract/visible.ts';
import { useHost } from '../../../host/host-context.tsx';
import { words } from '../../../words.ts';

/** Saves or tests the form; the result is shown in the form. */
export function useSubmit(options: {
  name: string;
  draft: RemoteDraft;
  isNew: boolean;
  version: string | undefined;
  onSaved: (name: string) => void;
}) {
  const { name, draft, isNew, version, onSaved } = options;
  const { ask } = useHost();
  const [busy, setBusy] = useState<'save' | 'test'>();
  const [outcome, setOutcome] = useState<{ readonly isGood: boolean; readonly text: string }>();

  function begin(what: 'save' | 'test') {
    setBusy(what);
    setOutcome(undefined);
  }
  function fail({ summary, fix }: CommandError) {
    setOutcome({ isGood: false, text: makeVisible([summary, fix].filter(Boolean).join(' ')) });
  }

  return {
    busy,
    outcome,
    async save() {
      begin('save');
      const answer = await ask('save-remote', {
        name,
        draft,
        isNew,
        ...(version !== undefined && { version }),
      });
      setBusy(undefined);
      if (answer.ok) onSaved(name);
      else fail(answer.error);
    },
    async test() {
      begin('test');
      const answer = await ask('test-remote', { name, draft, where: whereOf(draft) });
      setBusy(undefined);
      if (!answer.ok) return fail(answer.error);
      const { server, version: itsVersion, tools } = answer.value;
      setOutcome({ isGood: true, text: makeVisible(words.remotes.form.tested(server, itsVersion, tools)) });
    },
  };
}
