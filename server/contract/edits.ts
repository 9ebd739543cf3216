// What a person changes of a question before they approve it: the text of a command, or which parts of a patch are done.
import { z } from 'zod';
import type { Danger } from '../approvals/dangers.ts';
import type { Consequence } from './approval-card.ts';
import { describeStoredSubject } from './describe-subject.ts';
import { type ChangedFile, partsOf } from './patch-hunks.ts';

export const editSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('command'), text: z.string().max(20_000) }),
  /** The parts that are accepted. Nothing can be added to a patch. */
  z.strictObject({
    kind: z.literal('patch'),
    kept: z
      .array(z.strictObject({ file: z.number().int().min(0), part: z.number().int().min(0) }))
      .max(10_000),
  }),
]);
export type Edit = z.infer<typeof editSchema>;

/** What happens if the question is approved as it was edited. */
export interface EditPreview {
  /** Of the edited subject: returned with the approval, which counts only for what was shown. */
  readonly digest: string;
  readonly consequence: Consequence;
  readonly dangers: readonly Danger[];
}

interface StoredSubject {
  readonly kind: string;
  readonly [member: string]: unknown;
}

/** One line: the command; `change src/a.ts (1 of 2 parts)`. Both may be read back from a file. */
export function describeEdit(asked: StoredSubject, edited: StoredSubject, folder?: string): string {
  const { label } = describeStoredSubject(edited, folder);
  const [all, kept] = [partCount(asked), partCount(edited)];
  return all > 0 ? `${label} (${kept} of ${all} parts)` : label;
}

/** 0 for what is no patch, or none that this version can read. */
function partCount({ kind, changes }: StoredSubject): number {
  try {
    return kind === 'patch' ? partsOf(changes as ChangedFile[]).length : 0;
  } catch {
    return 0;
  }
}
