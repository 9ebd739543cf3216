// The rules of a host while it runs: read again when the file changes, checked, and looked up for each question. While a
// thread runs that could write the file itself, the rules stay as they were before it began.
import { messageOf } from '../../errors/error.ts';
import type { Logger } from '../../logging/logger.ts';
import {
  type CompiledRules,
  compileRules,
  type RuleContext,
  type RuledQuestion,
  type Ruling,
} from './decide.ts';
import { createRuleChecks, type RuleChecks } from './examples.ts';
import type { Rule } from './rule.ts';
import { isOver } from './scope.ts';
import type { RuleStore } from './store.ts';

export interface ListedRule {
  readonly rule: Rule;
  readonly state: RuleState;
}
export type RuleState =
  | { readonly kind: 'active' | 'paused' | 'over' }
  /** It counts for nothing; `why` is a clause. */
  | { readonly kind: 'off'; readonly why: string };

/** What the rules say, or that they cannot be read: then everything is asked. */
export type StandingRuling = Ruling | { readonly decision: 'unknown'; readonly why: string };

export interface StandingRules {
  /** @returns undefined where no rule says anything */
  decide(question: RuledQuestion, context: RuleContext): StandingRuling | undefined;
  /** Call it when a thread begins to run that could write the file: what is read now counts until it has ended. */
  freeze(): void;
  /** Changes made by this host count at once. @throws what `change` throws */
  changing<T>(change: (rules: readonly Rule[]) => T): T;
  /** @throws file-broken, file-newer */
  list(): ListedRule[];
}

const WRITTEN_MEANWHILE =
  'it was written while a thread ran with network access or without a sandbox: revoke it and add it again';

interface Loaded {
  readonly stamp: string;
  readonly listed: readonly ListedRule[];
  readonly compiled: CompiledRules;
}

/**
 * @param options.exposedThreads ids of running threads whose commands could write the file or type a passphrase
 * @param options.searchPath the value of PATH
 */
export function createStandingRules(options: {
  store: RuleStore;
  exposedThreads(): readonly string[];
  searchPath(): string;
  logger: Logger;
}): StandingRules {
  const { store, logger } = options;
  let loaded: Loaded | undefined;
  let checks = createRuleChecks(options.searchPath());
  let brokenStamp: string | undefined;
  let isFrozen = false;
  /** Written while somebody else could have done so, as JSON. */
  const distrusted = new Set<string>();
  /** Denies and asks that were gone after such a time. */
  let restored: readonly Rule[] = [];

  /** @throws file-broken, file-newer */
  function load(): Loaded {
    const stamp = store.stamp();
    if (loaded?.stamp === stamp) return loaded;
    checks = checks.again();
    const rules = store.list();
    const ids = new Set(rules.map(({ id }) => id));
    const listed = [...rules, ...restored.filter(({ id }) => !ids.has(id))].map((rule) => ({
      rule,
      state: distrusted.has(JSON.stringify(rule))
        ? { kind: 'off' as const, why: WRITTEN_MEANWHILE }
        : stateOf(rule, checks),
    }));
    for (const { rule, state } of listed)
      if (state.kind === 'off') logger.warn('rule-off', { message: `${rule.id}: ${state.why}` });
    const active = listed.filter(({ state }) => state.kind === 'active').map(({ rule }) => rule);
    loaded = { stamp, listed, compiled: compileRules(active) };
    return loaded;
  }

  function current(): Loaded {
    const isExposed = options.exposedThreads().length > 0;
    if (isExposed) {
      const wasFrozen = isFrozen;
      isFrozen = true;
      // What the file says now may have been written by what runs.
      if (!loaded && wasFrozen) throw new Error('the rules could not be read when this turn began');
      return loaded ?? load();
    }
    if (isFrozen) {
      isFrozen = false;
      if (loaded && store.stamp() !== loaded.stamp) distrust(loaded.listed.map(({ rule }) => rule));
    }
    return load();
  }

  /** What has become wider since `before` does not count, and what was strict then still does. */
  function distrust(before: readonly Rule[]): void {
    const known = new Map(before.map((rule) => [rule.id, JSON.stringify(rule)]));
    const now = store.list();
    for (const rule of now) {
      const text = JSON.stringify(rule);
      const isWider = known.has(rule.id) ? known.get(rule.id) !== text : rule.decision === 'allow';
      if (isWider) distrusted.add(text);
    }
    const same = new Set(now.filter((rule) => !distrusted.has(JSON.stringify(rule))).map(({ id }) => id));
    restored = before.filter(({ id, decision }) => decision !== 'allow' && !same.has(id));
    logger.warn('rules-changed-meanwhile', { message: WRITTEN_MEANWHILE });
  }

  return {
    decide(question, context) {
      try {
        const { compiled } = current();
        brokenStamp = undefined;
        return compiled.decide(question, context);
      } catch (error) {
        const stamp = store.stamp();
        if (brokenStamp !== stamp) logger.error('rules-not-read', { message: messageOf(error) });
        brokenStamp = stamp;
        return { decision: 'unknown', why: messageOf(error) };
      }
    },
    freeze() {
      try {
        if (!isFrozen) load();
      } catch {
        // It is said when a question comes.
      }
      isFrozen = true;
    },
    changing(change) {
      const { listed } = current();
      const before = listed.map(({ rule }) => rule);
      if (loaded && store.stamp() !== loaded.stamp) distrust(before);
      const result = change(before);
      load();
      return result;
    },
    list: () => [...current().listed],
  };
}

/** What the rule is worth now. */
export function stateOf(rule: Rule, checks: RuleChecks): RuleState {
  if (isOver(rule, Date.now())) return { kind: 'over' };
  if (rule.isPaused) return { kind: 'paused' };
  const why = checks.whyOff(rule);
  return why === undefined ? { kind: 'active' } : { kind: 'off', why };
}
