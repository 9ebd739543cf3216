// What a line of somebody's file becomes: a rule to make, or the reason why not.
import type { NewRule } from '../change.ts';

export interface Wanted extends Pick<NewRule, 'decision' | 'about' | 'folder' | 'client'> {
  readonly isPaused?: true | undefined;
}

export type Candidate =
  | {
      readonly kind: 'wanted';
      /** As it stands in the file. */
      readonly source: string;
      readonly wanted: Wanted;
      /** How it differs from there, as a sentence. */
      readonly note?: string;
    }
  | { readonly kind: 'left-out'; readonly source: string /** A clause. */; readonly why: string };
