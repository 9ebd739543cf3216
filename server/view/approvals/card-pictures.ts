// The pictures of a patch that changes SVG files: each as it is in the folder, and as the patch makes it. A patch has
// other pictures only as a whole, and of an SVG that is added or deleted it has the whole text itself.
import fs from 'node:fs';
import path from 'node:path';
import type { ApprovalSubject } from '../../approvals/approval.ts';
import { acceptedChanges } from '../../checkpoints/accepted-patch.ts';
import { svgPicture } from '../../checkpoints/pictures.ts';
import { readPlainFile } from '../../checkpoints/state-at.ts';
import type { ChangedFile } from '../../contract/patch-hunks.ts';
import { isNamedSvg, type Pictures } from '../../contract/pictures.ts';

interface Place {
  readonly folder: string;
  /** Of Patchbay and Codex, as real paths. */
  readonly ownFolders: readonly string[];
  redact(text: string): string;
}

/** @returns by the path as the patch names it; without those that are not as the patch has them, or not in the folder */
export function cardPictures(subject: ApprovalSubject, place: Place): Readonly<Record<string, Pictures>> {
  if (subject.kind !== 'patch') return {};
  const changed = subject.changes.filter(
    ({ path: name, kind }) => kind.type === 'update' && isNamedSvg(name),
  );
  return Object.fromEntries(
    changed.flatMap((change) => {
      const pictures = picturesOf(change, place);
      return pictures ? [[change.path, pictures]] : [];
    }),
  );
}

function picturesOf(change: ChangedFile, { folder, ownFolders, redact }: Place): Pictures | undefined {
  try {
    const changes = acceptedChanges([change], { folder, ownFolders });
    const before = changes.find(({ from }) => from?.kind === 'file');
    const after = changes.find(({ to }) => to?.kind === 'file')?.to;
    if (!before || after?.kind !== 'file') return undefined;
    const was = readPlainFile(path.join(fs.realpathSync(folder), before.path));
    return { before: svgPicture(was, redact), after: svgPicture(after.content, redact) };
  } catch {
    // The diff says what there is to say.
    return undefined;
  }
}
