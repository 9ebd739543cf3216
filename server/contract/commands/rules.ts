// What a window may ask about rules: to make them, also from a question, to change and to try them.
import { z } from 'zod';
import {
  type ImportLine,
  type RuleOffer,
  type RulePreview,
  type RuleTest,
  ruleChoiceSchema,
  ruleEditSchema,
  type SuggestedRule,
  spokenSubjectSchema,
} from '../rules.ts';
import { id, nothing } from './arguments.ts';

const digest = z.string().max(100);
const ofQuestion = { id, digest };
const folder = z.string().max(4096);
const client = z.string().max(200);
const ofRule = z.strictObject({ id });

/** The arguments, by command name. */
export const ruleCommands = {
  /** What the card of a question can offer. `digest`: of what is shown. */
  'rule-offer': z.strictObject(ofQuestion),
  /** The rules of this choice, and what they would have done. */
  'preview-rule': z.strictObject({ ...ofQuestion, choice: ruleChoiceSchema }),
  /** Saves them, and approves the question. `shown`: the digest of their preview. */
  'save-rule-and-approve': z.strictObject({ ...ofQuestion, choice: ruleChoiceSchema, shown: digest }),
  /** Looks at all rules again: whether their programs are still there, how often they have decided. */
  'refresh-rules': nothing,
  'pause-rule': z.strictObject({ id, isPaused: z.boolean() }),
  'revoke-rule': ofRule,
  /** Takes back that it was revoked, as long as the app runs. */
  'restore-rule': ofRule,
  'add-rule': z.strictObject({
    decision: z.enum(['allow', 'ask', 'deny']),
    about: spokenSubjectSchema,
    /** Everywhere where it is absent. */
    folder: folder.optional(),
    /** The name of a principal; everybody where it is absent. */
    client: client.optional(),
    for: z.literal('day').optional(),
  }),
  'edit-rule': z.strictObject({ id, changes: ruleEditSchema }),
  /** Rules that would have saved questions, from the audit; takes a moment. */
  'suggest-rules': nothing,
  'add-suggested-rule': ofRule,
  /** Asks for a file. */
  'choose-file': nothing,
  /** What becomes of each line of this file; nothing is saved. */
  'look-at-rules-file': z.strictObject({ file: z.string().max(4096) }),
  /** Saves what was looked at last. */
  'import-rules': ofRule,
  /** The rules as text, to be kept or to be imported elsewhere. */
  'export-rules': nothing,
  /** What rules, and then the reads rule, decide about a command; nothing is run. */
  'test-rules': z.strictObject({ command: z.string().min(1).max(20_000), folder, client: client.optional() }),
} as const;

/** What comes back. */
export interface RuleResults {
  /** Empty where no rule could have answered the question. */
  'rule-offer': { readonly offer?: RuleOffer };
  'preview-rule': RulePreview;
  'suggest-rules': { readonly suggestions: readonly SuggestedRule[] };
  /** Absent if the person cancelled. */
  'choose-file': { readonly file?: string };
  /** `id`: for `import-rules`. `saves`: how many rules that makes. */
  'look-at-rules-file': {
    readonly id: string;
    readonly lines: readonly ImportLine[];
    readonly differences: readonly string[];
    readonly saves: number;
  };
  /** `leftOut`: how many end by themselves, and are not in it. */
  'export-rules': { readonly text: string; readonly exported: number; readonly leftOut: number };
  'test-rules': RuleTest;
}
