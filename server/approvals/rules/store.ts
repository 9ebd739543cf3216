// The rules in PATCHBAY_HOME/rules.json. The file may be changed by another Patchbay at any time: it is read again
// whenever it has changed, and changed under a lock.
import { ruleAmbiguous, ruleNotFound, rulesTooMany } from '../../errors/rules.ts';
import { cachedFile, stampOf } from '../../files/cached-file.ts';
import { withFileLock } from '../../files/file-lock.ts';
import { readJsonFile, writeJsonFile } from '../../files/json-file.ts';
import { type Rule, ruleSchema, rulesFileSchema } from './rule.ts';
import { isOver } from './scope.ts';

const MAX_RULES = 5_000;

/** All of them throw file-broken and file-newer; those that change something throw file-in-use and file-not-written too. */
export interface RuleStore {
  /** Also those that are over or off, in the order they were made. */
  list(): readonly Rule[];
  /** Different whenever the file is. */
  stamp(): string;
  /** @throws rules-too-many */
  add(rules: readonly Rule[]): void;
  /**
   * @param prefix the beginning of its id
   * @returns what it was
   * @throws rule-not-found, rule-ambiguous
   */
  remove(prefix: string): Rule;
  /** @throws rule-not-found, rule-ambiguous */
  setPaused(prefix: string, isPaused: boolean): Rule;
  /**
   * @param edited what becomes of it; its id stays
   * @throws rule-not-found, rule-ambiguous
   */
  edit(prefix: string, edited: (rule: Rule) => Rule): Rule;
}

export function openRuleStore(file: string): RuleStore {
  const known = cachedFile(
    file,
    (): readonly Rule[] => readJsonFile(file, () => rulesFileSchema)?.rules ?? [],
  );

  /** What is over then is left out. */
  function change<T>(changed: (rules: readonly Rule[]) => { rules: readonly Rule[]; result: T }): T {
    return withFileLock(file, () => {
      known.forget();
      const { rules: all, result } = changed(known.current());
      const rules = all.filter((rule) => !isOver(rule, Date.now()));
      if (rules.length > MAX_RULES) throw rulesTooMany(MAX_RULES);
      writeJsonFile(file, { version: 1, rules });
      return result;
    });
  }

  function edit(prefix: string, edited: (rule: Rule) => Rule): Rule {
    return change((rules) => {
      const found = findRule(rules, prefix);
      const next = ruleSchema.parse({ ...edited(found), id: found.id });
      return { rules: rules.map((rule) => (rule === found ? next : rule)), result: next };
    });
  }

  return {
    list: known.current,
    stamp: () => stampOf(file),
    add: (added) =>
      change((rules) => ({
        rules: [...rules, ...added.map((rule) => ruleSchema.parse(rule))],
        result: undefined,
      })),
    remove: (prefix) =>
      change((rules) => {
        const removed = findRule(rules, prefix);
        return { rules: rules.filter((rule) => rule !== removed), result: removed };
      }),
    setPaused: (prefix, isPaused) =>
      edit(prefix, ({ isPaused: _, ...active }) => (isPaused ? { ...active, isPaused: true } : active)),
    edit,
  };
}

/** @param prefix the beginning of an id, with `r_` or without; an empty one means no rule */
export function rulesMeant(rules: readonly Rule[], prefix: string): Rule[] {
  const own = prefix.replace(/^r_/, '').trim();
  return own === '' ? [] : rules.filter(({ id }) => id.startsWith(`r_${own}`));
}

function findRule(rules: readonly Rule[], prefix: string): Rule {
  const [found, another] = rulesMeant(rules, prefix);
  if (!found) throw ruleNotFound(prefix);
  if (another) throw ruleAmbiguous(prefix);
  return found;
}
