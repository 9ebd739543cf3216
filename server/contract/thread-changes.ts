// What turns of a thread changed in its folder, and what taking it back would do, as a window shows it. Lists alone:
// the text of a file comes when it is shown, one file at a time.
import type { FileType, Pictures } from './pictures.ts';

export interface ThreadChanges {
  /** The newest first. */
  readonly turns: readonly ChangedTurn[];
  /** Above the number that is listed. */
  readonly turnCount: number;
  /** What a redo would bring back. */
  readonly redo?: { readonly turns: readonly number[]; readonly fileCount: number };
  /** When the thread's checkpoints are removed if nothing happens in it, in ms since 1970. */
  readonly keptUntil?: number;
  readonly coverage: {
    readonly skippedFolders: readonly string[];
    readonly maxFileBytes: number;
    readonly maxMegabytes: number;
  };
  /** A thread with a turn in the same folder, perhaps this one: until it has ended nothing can be taken back. */
  readonly busyThread?: string;
}

/** A turn that may have written. */
export interface ChangedTurn {
  /** From 1 on, as `patchbay undo --turn` counts. */
  readonly number: number;
  /** In ms since 1970. */
  readonly beganAt: number;
  readonly endedAt?: number;
  readonly state: ChangedTurnState;
  /** Paths that were there before the turn and not stored; at most 100. */
  readonly leftOut: readonly string[];
}

export type ChangedTurnState =
  | { readonly kind: 'running' }
  /** Patchbay ended while it ran: what is there now counts as what it left. */
  | { readonly kind: 'cut-off' }
  /** `why` is a clause. */
  | { readonly kind: 'uncovered'; readonly why: string }
  | { readonly kind: 'undone'; readonly fileCount: number }
  | { readonly kind: 'kept'; readonly fileCount: number };

export interface ChangedFiles {
  /** In the order of their paths. */
  readonly files: readonly TurnFile[];
  /** Above the number that is listed. */
  readonly fileCount: number;
  /** Files that somebody else changed while the turn ran. */
  readonly byOthers: readonly string[];
}

export interface TurnFile {
  /** Relative to the thread's folder, with `/`. */
  readonly path: string;
  /** Where it was before: a file with the same content that has gone. */
  readonly movedFrom?: string;
  readonly change: 'created' | 'changed' | 'deleted' | 'renamed' | 'mode';
  readonly what: 'file' | 'link' | 'folder';
  readonly mode?: ModeChange;
  /** Lines; absent for what is not text, or too long. */
  readonly added?: number;
  readonly removed?: number;
  /** It alone has been taken back. */
  readonly isUndone: boolean;
}

/** Permissions, octal, where both are known and differ. */
export interface ModeChange {
  readonly before: string;
  readonly after: string;
}

/** What a thread changed, compared with what is there now. */
export interface FilesNow {
  /** In the order of their paths. */
  readonly files: readonly FileNow[];
  /** Above the number that is listed. */
  readonly fileCount: number;
  /** Turns of which it is not known what they changed. */
  readonly uncoveredTurns: number;
}

export interface FileNow {
  /** Relative to the folder of the newest turn, with `/`; absolute in another folder. */
  readonly path: string;
  /** `still-deleted`: the thread deleted it, and nothing is there. `back`: something is there again. */
  readonly now: 'as-left' | 'still-deleted' | 'changed' | 'gone' | 'back';
}

/** The difference between two states of one path. */
export type ShownDiff =
  /** Hunks of a unified diff without file headers; empty where the text is the same. */
  | { readonly kind: 'text'; readonly hunks: string; readonly pictures?: Pictures }
  /** Sizes in bytes; absent where nothing is. `type`: what it is, of the newer side that there is. */
  | {
      readonly kind: 'binary' | 'large';
      readonly before?: number;
      readonly after?: number;
      readonly type?: FileType;
      readonly pictures?: Pictures;
    }
  /** What would be compared is not there any more. */
  | { readonly kind: 'gone' };

/** What taking back, or bringing back, would do now. */
export interface UndoPreview {
  /** For the confirmation, which counts only while the files are as they are shown here. */
  readonly id: string;
  readonly kind: 'undo' | 'redo';
  readonly folder: string;
  /** The newest first. */
  readonly turns: readonly number[];
  readonly steps: readonly UndoStep[];
  /** Above the number that is listed. */
  readonly stepCount: number;
  readonly conflicts: readonly UndoConflict[];
  /** Above the number that is listed. */
  readonly conflictCount: number;
  /** Paths that were not stored, so that they stay as they are. */
  readonly leftOut: readonly string[];
  /** As of ThreadChanges. */
  readonly busyThread?: string;
}

export interface UndoStep {
  readonly path: string;
  readonly does: 'create' | 'restore' | 'delete';
  readonly what: 'file' | 'link' | 'folder';
  readonly mode?: ModeChange;
}

/** A path that somebody else has changed since: as the turn left it, and as it is. */
export interface UndoConflict {
  readonly path: string;
  readonly left: PathState;
  readonly now: PathState;
}

/** What is at a path. `other`: neither file nor link nor folder, or not readable. */
export type PathState =
  | { readonly kind: 'nothing' | 'folder' | 'other' }
  | { readonly kind: 'file'; readonly sizeBytes: number }
  | { readonly kind: 'link'; readonly target: string };

/** Which two states of a path of a preview are compared. */
export type PreviewSides =
  /** What is there now, and what would be. */
  | 'step'
  /** Of a conflict: what the turn left, and what is there now. */
  | 'since'
  /** Of a conflict: what the turn left, and what was there before it. */
  | 'undo';
