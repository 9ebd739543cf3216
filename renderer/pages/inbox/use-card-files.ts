import { useEffect, useMemo, useState } from 'react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import type { CommandResult } from '../../../server/contract/commands.ts';
import { isNamedSvg } from '../../../server/contract/pictures.ts';
import { isWaiting } from '../../../server/contract/selectors.ts';
import { type PatchFile, patchFiles } from '../../components/patch-files.ts';
import { useHost } from '../../host/host-context.tsx';

type CardPictures = CommandResult<'card-pictures'>;

/** The files of a patch that is asked about, with the pictures of SVG files that it changes; none for other questions. */
export function useCardFiles(card: ApprovalCard): readonly PatchFile[] {
  const { id, digest, subject, folder } = card;
  const { ask } = useHost();
  const [loaded, setLoaded] = useState<{ digest: string; pictures: CardPictures }>();
  // Those of an earlier patch of the same question are not shown with this one.
  const pictures = loaded?.digest === digest ? loaded.pictures : undefined;
  const changes = subject.kind === 'patch' ? subject.changes : undefined;
  const isAsked =
    isWaiting(card) && changes?.some(({ path, kind }) => kind.type === 'update' && isNamedSvg(path)) === true;
  useEffect(() => {
    if (!isAsked) return undefined;
    let isCurrent = true;
    void ask('card-pictures', { id, digest }).then((outcome) => {
      if (isCurrent && outcome.ok) setLoaded({ digest, pictures: outcome.value });
    });
    return () => {
      isCurrent = false;
    };
  }, [ask, id, digest, isAsked]);
  return useMemo(() => patchFiles(changes ?? [], folder, pictures), [changes, folder, pictures]);
}
