// A rule: a person's standing answer to approval questions. What it is about, where and for whom it counts, how long,
// who made it, and examples that show what it must and must not match.
import { z } from 'zod';

export const decisions = ['allow', 'ask', 'deny'] as const;
export type RuleDecision = (typeof decisions)[number];

const MAX_TEXT = 2_000;
const word = z.string().max(MAX_TEXT);
const absolutePath = word.regex(/^\//, 'an absolute path');

/** One simple command: a program and the words its arguments begin with. */
const commandSchema = z.strictObject({
  kind: z.literal('command'),
  /** Its name, without a path. */
  program: word.regex(/^[^/\s]+$/, 'the name of a program'),
  /** Real path of the file that an allow counts for: another program of that name is not meant. */
  resolvedPath: absolutePath.optional(),
  argumentPrefix: z.array(word).max(50),
  /** Nothing may stand behind the prefix. */
  isExact: z.literal(true).optional(),
});

/** Files of a patch, by globs below the folder of the scope, or of the thread where the scope has none. */
const patchSchema = z.strictObject({
  kind: z.literal('patch'),
  globs: z
    .array(
      word
        .min(1)
        .max(200)
        // Below the folder alone; a backslash and extended patterns are read differently by other programs.
        .regex(/^(?![/!])[^\\()|]+$/, 'a glob below the folder')
        .refine((glob) => !glob.split('/').includes('..'), 'a glob without ..'),
    )
    .min(1)
    .max(50),
});

const toolSchema = z.strictObject({
  kind: z.literal('tool'),
  /** Its name in config.toml. */
  remote: word.min(1),
  tool: word.min(1),
  /** Each has to be exactly this; other arguments are free. */
  arguments: z.record(z.string(), z.json()).optional(),
});

const hostSchema = z.strictObject({
  kind: z.literal('host'),
  /** In lower case, without a port. `*.example.com` is every name below it. */
  host: word.regex(/^(?:\*\.)?(?=[a-z0-9:])[a-z0-9.:_-]+$/, 'the name of a host'),
});

const subjectSchema = z.discriminatedUnion('kind', [commandSchema, patchSchema, toolSchema, hostSchema]);
export type RuleSubject = z.infer<typeof subjectSchema>;
export type CommandSubject = Extract<RuleSubject, { kind: 'command' }>;

const scopeSchema = z.strictObject({
  /** That folder and those in it; a real path. Everywhere where it is absent. */
  folder: absolutePath.optional(),
  /** Of the git repository the folder lies in: all its worktrees share the rule. */
  repository: z
    .strictObject({
      /** What git calls the common directory; a real path. */
      commonFolder: absolutePath,
      /** Where in a worktree the folder is; empty for the whole. */
      within: word,
    })
    .optional(),
  /** One principal; everybody where it is absent. */
  client: z.strictObject({ id: word, name: word }).optional(),
});
export type RuleScope = z.infer<typeof scopeSchema>;

const untilSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('turn'), threadId: word, turnId: word }),
  z.strictObject({ kind: z.literal('thread'), threadId: word }),
  z.strictObject({ kind: z.literal('day'), endsAt: z.iso.datetime() }),
  z.strictObject({ kind: z.literal('revoked') }),
]);
export type RuleUntil = z.infer<typeof untilSchema>;

export const ruleSchema = z.strictObject({
  id: word.regex(/^r_[0-9a-f]{8}$/),
  decision: z.enum(decisions),
  about: subjectSchema,
  scope: scopeSchema,
  until: untilSchema,
  origin: z.strictObject({
    how: z.enum(['command-line', 'card', 'page', 'import']),
    /** The question it was made from. */
    questionId: word.optional(),
    at: z.iso.datetime(),
    who: word,
  }),
  /**
   * What it must and must not match, checked whenever the rules are read: commands as text, paths below the folder,
   * the arguments of a tool as JSON, or hosts.
   */
  examples: z.strictObject({
    match: z.array(word).max(20),
    notMatch: z.array(word).max(20),
  }),
  isPaused: z.literal(true).optional(),
});
export type Rule = z.infer<typeof ruleSchema>;

/** Of a file of rules. */
export const rulesFileSchema = z.strictObject({ version: z.literal(1), rules: z.array(ruleSchema) });
