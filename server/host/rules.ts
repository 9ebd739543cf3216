// The person's rules in a host: what they say about each question, and changes of them. They are loaded when there are
// some, so that a host without any starts as quickly as before.
import fs from 'node:fs';
import path from 'node:path';
import type { Approval } from '../approvals/approval.ts';
import type { StandingAnswer } from '../approvals/broker.ts';
import type { RuleChange } from '../approvals/rules/change.ts';
import type { RuleContext } from '../approvals/rules/decide.ts';
import type { Rule } from '../approvals/rules/rule.ts';
import type { ListedRule, StandingRules } from '../approvals/rules/standing-rules.ts';
import { keptBriefly } from '../base/kept-briefly.ts';
import { createListeners } from '../base/listeners.ts';
import { openTokenStore } from '../config/client-tokens.ts';
import type { Paths } from '../config/paths.ts';
import { anonymousPrincipal, localPrincipal } from '../config/principals.ts';
import { letsReadsPass } from '../config/settings-file.ts';
import { watchFolder } from '../config/watch-folder.ts';
import { defaultCeiling } from '../contract/ceiling.ts';
import type { ThreadOptions } from '../engine/threads/options.ts';
import type { Threads } from '../engine/threads/threads.ts';
import { messageOf } from '../errors/error.ts';
import { rulesNotNow } from '../errors/rules.ts';
import type { Logger } from '../logging/logger.ts';

export interface HostRules {
  /** Says which threads the rules are about: once, before the first question. */
  connect(threads: Threads): void;
  /** Whether there may be rules; without any, `standing` says nothing. */
  mayStand(): boolean;
  /** @returns undefined where no rule says anything */
  standing(approval: Approval): Promise<StandingAnswer | undefined>;
  /** Calls back after a change through this host. @returns a function that ends this */
  onChanged(listener: () => void): () => void;
  /** What a thread needs before it may run; see StandingRules.freeze. */
  prepare(options: ThreadOptions): Promise<void>;
  /** In the order they were made. @throws file-broken, file-newer */
  list(): Promise<ListedRule[]>;
  /**
   * Counts at once, also for a question that comes a moment later in a thread that runs.
   * @throws rules-not-now when it would allow more while a thread runs that could have asked for it, and what
   *   changeRules throws
   */
  change(change: RuleChange, how: Rule['origin']['how']): Promise<Rule>;
  /**
   * Adds rules that the person was shown as they are, under their ids.
   * @throws rules-not-now, and what RuleStore.add throws
   */
  keep(rules: readonly Rule[]): Promise<void>;
  /** What rules look at besides the question. */
  contextOf(question: Pick<Approval, 'threadId'>): RuleContext;
  close(): void;
}

/** Whether its commands could reach what the person alone may: with network access, or without a sandbox. */
export function isExposed({
  networkAccess,
  sandbox,
}: Pick<ThreadOptions, 'networkAccess' | 'sandbox'>): boolean {
  return networkAccess || sandbox === 'danger-full-access';
}

/** @param options.onChanged called after a change through this host */
export function createHostRules(options: {
  paths: Paths;
  env: NodeJS.ProcessEnv;
  logger: Logger;
  onChanged?: (() => void) | undefined;
}): HostRules {
  const { paths, env, logger } = options;
  const searchPath = () => env['PATH'] ?? '';
  let threads: Threads | undefined;
  const running = () => threads?.running() ?? [];
  const exposed = () => running().filter((thread) => isExposed(thread.options));
  let loading: Promise<StandingRules> | undefined;
  let loaded: StandingRules | undefined;
  const changes = createListeners();
  const isThere = keptBriefly(() => fs.existsSync(paths.rulesFile));
  const stopWatching = watchFolder(paths.patchbayHome, {
    onChange(changed) {
      if (changed === null || changed === path.basename(paths.rulesFile)) isThere.forget();
    },
    // The limits, in the same folder, tell of it.
    onProblem: () => undefined,
  });
  const mayStand = () => loaded !== undefined || isThere.now();
  if (options.onChanged) changes.add(options.onChanged);

  function load(): Promise<StandingRules> {
    loading ??= (async () => {
      const { createStandingRules } = await import('../approvals/rules/standing-rules.ts');
      const exposedThreads = () => exposed().map(({ id }) => id);
      loaded = createStandingRules({ store: await store(), exposedThreads, searchPath, logger });
      return loaded;
    })();
    return loading;
  }

  async function store() {
    const { openRuleStore } = await import('../approvals/rules/store.ts');
    return openRuleStore(paths.rulesFile);
  }

  function contextOf({ threadId }: Pick<Approval, 'threadId'>): RuleContext {
    return {
      folder: threads?.ofMessage(threadId)?.options.cwd,
      ownFolders: [paths.patchbayHome, paths.codexHome],
      letsReadsPass: letsReadsPass(paths.settingsFile),
      searchPath: searchPath(),
    };
  }

  /** Rules for the turn that has ended in this thread: nothing brings it back. */
  async function forgetTurn(threadId: string): Promise<void> {
    const over = (loaded?.list() ?? []).filter(
      ({ rule: { until } }) => until.kind === 'turn' && until.threadId === threadId,
    );
    if (over.length === 0) return;
    const ruleStore = await store();
    await changing(
      () => true,
      () => over.forEach(({ rule }) => void ruleStore.remove(rule.id)),
    );
  }

  /** @throws rules-not-now */
  async function changing<T>(isNarrowing: (before: readonly Rule[]) => boolean, change: () => T): Promise<T> {
    const rules = await load();
    const result = rules.changing((before) => {
      const others = exposed();
      if (others.length > 0 && !isNarrowing(before)) throw rulesNotNow(others.map(({ id }) => id));
      return change();
    });
    changes.tell();
    return result;
  }

  return {
    contextOf,
    mayStand,
    onChanged: changes.add,
    close: stopWatching,

    connect(those) {
      threads = those;
      threads.observe({
        prompted({ options: thread }) {
          if (isExposed(thread)) loaded?.freeze();
        },
        turnEnded({ id }) {
          forgetTurn(id).catch((error) => logger.warn('rules-not-forgotten', { message: messageOf(error) }));
        },
      });
    },

    async standing(approval) {
      if (!mayStand()) return undefined;
      const rules = await load();
      const { nameOfRule } = await import('../approvals/rules/words.ts');
      const ruling = rules.decide(approval, contextOf(approval));
      if (!ruling) return undefined;
      if (ruling.decision === 'ask' || ruling.decision === 'unknown') return { decision: 'ask' };
      const by = ruling.rules.map(nameOfRule).join('; ');
      return { decision: ruling.decision, by, rules: ruling.rules.map(({ id }) => id) };
    },

    async prepare(thread) {
      if (isExposed(thread)) await load();
    },

    list: async () => (await load()).list(),

    async change(change, how) {
      const { changeRules, isNarrowing } = await import('../approvals/rules/change.ts');
      const ruleStore = await store();
      const turns = await runningTurns();
      const clients = [
        ...openTokenStore(paths.tokensFile).list(),
        localPrincipal(defaultCeiling),
        anonymousPrincipal(defaultCeiling),
      ].map(({ id, name }) => ({ id, name }));
      return changing(
        (before) => isNarrowing(change, before),
        () =>
          changeRules(change, {
            store: ruleStore,
            searchPath: searchPath(),
            clients,
            running: turns,
            how,
          }),
      );
    },

    async keep(rules) {
      const ruleStore = await store();
      await changing(
        () => rules.every(({ decision }) => decision !== 'allow'),
        () => ruleStore.add(rules),
      );
    },
  };

  async function runningTurns() {
    const turns = running().map(async ({ id, principal, turn, options: { cwd } }) => {
      // One that has not begun yet has no id.
      const turnId = await Promise.race([
        turn?.id,
        new Promise<undefined>((resolve) => setImmediate(resolve, undefined)),
      ]);
      return turnId === undefined ? [] : [{ id, principal, cwd, turnId }];
    });
    return (await Promise.all(turns)).flat();
  }
}
