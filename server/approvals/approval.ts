// A question that waits for a person, and its possible answers.
import { hash } from 'node:crypto';
import type { Amounts, CapName } from '../contract/leash.ts';
import type { Overlap } from '../contract/overlap.ts';
import type { ToolMark } from '../contract/tool-marks.ts';

/** One file of a patch, as the engine shows it. `diff` is a unified diff, or the whole text of an added file. */
export interface PatchChange {
  readonly path: string;
  readonly kind: { readonly type: 'add' } | { readonly type: 'delete' } | PatchUpdate;
  readonly diff: string;
}
interface PatchUpdate {
  readonly type: 'update';
  readonly move_path: string | null;
}

/** What the question is about: exactly what will run, change or be sent if the answer is yes. */
export type ApprovalSubject =
  | {
      readonly kind: 'command';
      readonly command: string;
      readonly cwd: string;
      /** The engine's parse of the command, for display. */
      readonly parsed: readonly unknown[];
      /** The host the command wants to connect to, if the question is about network access. */
      readonly network?: string;
      /** The text is input for a program that is already running. */
      readonly isInput?: true;
    }
  | {
      readonly kind: 'patch';
      readonly changes: readonly PatchChange[];
      /** Set when the answer would also let later writes under this folder pass. */
      readonly grantRoot?: string;
      /** Its files that somebody else has changed since the thread last saw them; absent where none is known. */
      readonly overlaps?: readonly Overlap[];
    }
  | {
      readonly kind: 'tool';
      readonly server: string;
      readonly tool: string;
      readonly description?: string;
      readonly arguments: unknown;
      readonly message: string;
      /** The client that calls the tool itself; absent when Codex calls it. */
      readonly caller?: string;
      /** An approval can apply to the rest of the thread. */
      readonly canLast?: true;
      /** What is known against the tool; absent where nothing is. */
      readonly marks?: readonly ToolMark[];
    }
  | { readonly kind: 'permission'; readonly cwd: string; readonly permissions: unknown }
  | { readonly kind: 'form'; readonly source: string; readonly message: string; readonly schema: unknown }
  | { readonly kind: 'url'; readonly source: string; readonly message: string; readonly url: string }
  /** The content of a repository's `.codex`; only the person is asked, never a client. */
  | {
      readonly kind: 'folder';
      readonly folder: string;
      readonly files: readonly { readonly path: string; readonly text: string }[];
    }
  /** A turn has reached what it may spend: yes lets it go on up to `next`, no ends it. */
  | {
      readonly kind: 'leash';
      readonly cap: CapName;
      readonly limit: number;
      readonly next: number;
      readonly spent: Amounts;
    };

/** What a person approves instead of what was asked. */
export type EditedSubject = Extract<ApprovalSubject, { kind: 'command' | 'patch' }>;

export interface Approval {
  readonly id: string;
  readonly principal: string;
  readonly threadId: string;
  readonly turnId: string;
  /** The engine's id of the turn's item that the question is about. */
  readonly itemId: string;
  /** The model's text; never shown as fact. */
  readonly reason?: string;
  readonly subject: ApprovalSubject;
  /** The digest of the subject: an answer counts only for exactly what was shown. */
  readonly digest: string;
  /** The person asked can only deny; their approval does not count. */
  readonly countsOnlyDenials?: true;
}

/** `approve-edited`: not what was asked, but what the person made of it. */
export type Verdict = 'approve' | 'approve-for-thread' | 'approve-edited' | 'deny' | 'stop-turn';

/** What somebody answered. */
export interface Answer {
  readonly verdict: Verdict;
  /** Why it was denied; the model and the user read it. */
  readonly reason?: string;
  /** The values of a completed form. */
  readonly content?: Readonly<Record<string, unknown>>;
  /** With `approve-edited`: what is approved. */
  readonly edited?: EditedSubject;
}

/** How an answer was given; `command` is the person's program that answers while nobody is there. */
export type Means = 'client' | 'terminal' | 'window' | 'rule' | 'command' | 'nobody';

/** Whether a person gave it, and not a rule, a program or the lack of anybody. */
export function isOfPerson(means: string): boolean {
  return means === 'client' || means === 'terminal' || means === 'window';
}

/** An answer with who gave it and how. */
export interface Decision extends Answer {
  readonly means: Means;
  readonly by: string;
  /** Time from the question to the answer. */
  readonly afterMs: number;
  /** Ids of the person's rules that decided. */
  readonly rules?: readonly string[];
  /** Why nobody answered. */
  readonly unanswered?: 'too-late' | 'turn-over' | 'unreachable';
}

/** Something that no rule can have known of: a person looks at it, whatever else would let it pass. */
export function needsPerson({ subject }: Pick<Approval, 'subject'>): boolean {
  // Two remotes may well have a tool of one name, and a rule names the remote.
  if (subject.kind === 'tool') return subject.marks?.some((mark) => mark !== 'tool-shadows') ?? false;
  return subject.kind === 'patch' && subject.overlaps !== undefined && subject.overlaps.length > 0;
}

/** SHA-256 of what is shown, hex. */
export function digestOf(subject: ApprovalSubject): string {
  return hash('sha256', JSON.stringify(subject));
}
