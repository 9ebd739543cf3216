// A person's rules as the window shows and makes them.
import { z } from 'zod';
import type { Rule } from '../approvals/rules/rule.ts';
import type { RuleState } from '../approvals/rules/standing-rules.ts';

const aboutCommand = z.strictObject({
  kind: z.literal('command'),
  text: z.string().max(2000),
  /** Nothing may stand behind the words. */
  isExact: z.literal(true).optional(),
});
const aboutPatch = z.strictObject({ kind: z.literal('patch'), globs: z.array(z.string()).min(1).max(50) });

/** What a rule is about, as a person says it. */
export const spokenSubjectSchema = z.discriminatedUnion('kind', [
  aboutCommand,
  aboutPatch,
  /** `remote/tool`. */
  z.strictObject({
    kind: z.literal('tool'),
    name: z.string().max(2000),
    /** Values it insists on. */
    arguments: z.record(z.string(), z.json()).optional(),
  }),
  z.strictObject({ kind: z.literal('host'), host: z.string().max(2000) }),
]);
export type SpokenSubject = z.infer<typeof spokenSubjectSchema>;

/** Changes of one rule; absent members stay as they are. */
export const ruleEditSchema = z.strictObject({
  /** Of the kind it has. */
  about: z.discriminatedUnion('kind', [aboutCommand, aboutPatch]).optional(),
  /** Absolute; null: everywhere. */
  folder: z.string().max(4096).nullable().optional(),
  /** The name of a principal; null: everybody. */
  client: z.string().max(200).nullable().optional(),
  until: z.enum(['day', 'revoked']).optional(),
});
export type RuleEdit = z.infer<typeof ruleEditSchema>;

/** A rule in the state of the host. */
export interface RuleRow {
  readonly id: string;
  readonly rule: ShownRule;
  /** What it is about: `npm test` with any arguments after it. */
  readonly about: string;
  /** One sentence: exactly what it covers. */
  readonly sentence: string;
  readonly state: RuleState;
  /** The question it was made from, in one line; known once that is in the audit. */
  readonly question?: string;
  readonly uses: number;
  /** In ms since 1970. */
  readonly lastUsedAt?: number;
}

type Subject = Rule['about'];
/** Without its examples, and without the values of a tool's arguments, which `RuleRow.about` says. */
type ShownRule = Omit<Rule, 'about' | 'examples'> & {
  readonly about:
    | Exclude<Subject, { kind: 'tool' }>
    | Pick<Extract<Subject, { kind: 'tool' }>, 'kind' | 'remote' | 'tool'>;
};

/** What a question's card offers: rules that would have answered it. Numbers of a choice count from 0. */
export interface RuleOffer {
  /** One for each rule that is needed; a command line of several commands needs several. */
  readonly parts: readonly OfferedPart[];
  /** The folder of the thread and, for a command, the folder below it that it runs in; none: everywhere. */
  readonly folders: readonly string[];
  /** The name of the client that asks. */
  readonly client: string;
  readonly untils: readonly RuleChoice['until'][];
}

export type OfferedPart =
  /** What the rule can be about, in words, the narrowest first. */
  | { readonly kind: 'one-of'; readonly choices: readonly string[] }
  /** A tool, with the arguments whose values the rule can insist on. */
  | {
      readonly kind: 'tool';
      readonly name: string;
      readonly arguments: readonly { readonly name: string; readonly value: string }[];
    };

/** What the person has chosen of an offer. It holds no text: the host makes the rules from the question it holds. */
export const ruleChoiceSchema = z.strictObject({
  /** For each part of the offer. */
  parts: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('one-of'), at: z.number().int().min(0).max(1000) }),
        /** Names of arguments. */
        z.strictObject({ kind: z.literal('tool'), keeps: z.array(z.string().max(1000)).max(200) }),
      ]),
    )
    .min(1)
    .max(100),
  folder: z.number().int().min(0).max(10),
  /** Otherwise for every client. */
  isForClient: z.boolean(),
  until: z.enum(['turn', 'thread', 'day', 'revoked']),
});
export type RuleChoice = z.infer<typeof ruleChoiceSchema>;

/** The rules of a choice before they are saved. */
export interface RulePreview {
  /** One for each rule: exactly what it covers. */
  readonly sentences: readonly string[];
  /** Of these rules: only what was shown is saved. */
  readonly digest: string;
  /** Of the last questions that a person answered in this folder. */
  readonly backtest: {
    readonly questions: number;
    /** The rules would have answered them. */
    readonly answered: number;
    /** Of those: what the person denied, one line each; the newest first. */
    readonly denied: readonly string[];
  };
}

/** A rule that would have saved questions. */
export interface SuggestedRule {
  readonly id: string;
  readonly sentence: string;
  readonly folder?: string;
  /** Questions that it would have answered, together with the other suggestions. */
  readonly saves: number;
}

/** What the rules decide about a command. */
export interface RuleTest {
  readonly decision: 'allow' | 'ask' | 'deny';
  readonly reason: string;
  /** Id of the rule that decided; absent where none of the person's did. */
  readonly rule?: string;
  /** Where no rule decided: those that nearly did; `why` is a clause. */
  readonly almost?: readonly { readonly rule: string; readonly says: string; readonly why: string }[];
}

/** What becomes of one line of a file with rules: a sentence, or a clause that says why it is left out. */
export type ImportLine =
  | {
      /** As it stands in the file. */
      readonly source: string;
      readonly sentence: string;
      /** How it differs from there, as a sentence. */
      readonly note?: string;
    }
  | { readonly source: string; readonly leftOut: string };
