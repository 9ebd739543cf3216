// What a window may ask about what turns changed, and how a person takes it back: first what would change, then a
// confirmation of exactly that.
import { z } from 'zod';
import type { ChangedFiles, FilesNow, ShownDiff, ThreadChanges, UndoPreview } from '../thread-changes.ts';
import { id } from './arguments.ts';

const turn = z.number().int().min(1);
/** Relative to the folder of the thread. */
const file = z.string().min(1).max(5000);
const files = z.array(file).min(1).max(2000);
const ofThread = z.strictObject({ threadId: id });

/** The arguments, by command name. */
export const changesCommands = {
  'thread-changes': ofThread,
  'changed-files': z.strictObject({ threadId: id, turn }),
  'changed-text': z.strictObject({ threadId: id, turn, path: file }),
  /** What the thread changed, compared with what is there now. */
  'files-now': ofThread,
  'file-now-text': z.strictObject({ threadId: id, path: file }),
  /** The last turn that is not undone, if none is named. `except`: what is left as it is. */
  'preview-undo': z.strictObject({
    threadId: id,
    turn: turn.optional(),
    andLater: z.boolean().optional(),
    files: files.optional(),
    except: files.optional(),
  }),
  'preview-redo': ofThread,
  'preview-text': z.strictObject({ id, path: file, sides: z.enum(['step', 'since', 'undo']) }),
  /** Does what this preview shows, if it would still do exactly that. */
  'confirm-undo': z.strictObject({ id }),
} as const;

/** What comes back. */
export interface ChangesResults {
  'thread-changes': ThreadChanges;
  'changed-files': ChangedFiles;
  'changed-text': ShownDiff;
  'files-now': FilesNow;
  'file-now-text': ShownDiff;
  'preview-undo': UndoPreview;
  'preview-redo': UndoPreview;
  'preview-text': ShownDiff;
  'confirm-undo': { readonly fileCount: number };
}
