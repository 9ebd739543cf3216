// What is wrong now, or needs a person: one list. Banners, the tray and the pages show it; none of them looks for
// itself. A condition is there exactly as long as its cause.
import type { ConfigProblem } from './config-problem.ts';

/** What is wrong, with everything its text says. Texts of others are without secrets, and as they came. */
export type ConditionFacts =
  | { readonly kind: 'server-failed'; readonly summary: string; readonly fix: string }
  | { readonly kind: 'config-broken'; readonly problem: ConfigProblem }
  /** It stopped, or cannot be started. */
  | { readonly kind: 'engine-failed'; readonly message: string }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'account-unreadable'; readonly problem: string }
  /** The last call of a client failed for something that its next call meets too. */
  | { readonly kind: 'calls-fail'; readonly who: string; readonly why: string }
  /** In ms since 1970. */
  | {
      readonly kind: 'client-left';
      readonly client: string;
      readonly title: string;
      readonly stopsAt: number;
    }
  | { readonly kind: 'turn-silent'; readonly title: string; readonly silentSince: number }
  | { readonly kind: 'limit-near'; readonly usedPercent: number; readonly resetsAt?: number }
  | { readonly kind: 'tools-changed'; readonly remote: string; readonly tools: readonly string[] }
  /** Their definitions have words that could be meant to mislead a model. */
  | { readonly kind: 'tools-suspect'; readonly remote: string; readonly tools: readonly string[] }
  | { readonly kind: 'remote-needs-sign-in'; readonly remote: string; readonly why: string }
  | { readonly kind: 'remote-failed'; readonly remote: string; readonly why: string }
  | { readonly kind: 'turns-paused' }
  | { readonly kind: 'client-paused'; readonly client: string }
  | { readonly kind: 'token-expired'; readonly client: string }
  | { readonly kind: 'client-refused'; readonly client: string; readonly count: number }
  | { readonly kind: 'shell-not-read'; readonly shell: string; readonly message: string }
  | { readonly kind: 'shortcut-refused'; readonly why: string }
  | { readonly kind: 'no-client' }
  /** Something that happened; it ends when the person has read it. */
  | { readonly kind: 'notice'; readonly text: string };

export type ConditionKind = ConditionFacts['kind'];

/** `hint`: for the home page and Health, not for a banner or the tray. */
export type ConditionLevel = 'error' | 'warning' | 'info' | 'hint';

/** A place of the window. */
export type ConditionPlace =
  | { readonly page: 'inbox' | 'clients' | 'settings' }
  | { readonly page: 'threads'; readonly threadId: string }
  | { readonly page: 'remotes'; readonly remote?: string };

/** What helps: something to do, or a place where it can be done. */
export type ConditionFix =
  | { readonly do: 'go'; readonly place: ConditionPlace }
  | {
      readonly do: 'start-server' | 'restart-engine' | 'read-account' | 'reload-environment' | 'resume-turns';
    }
  | { readonly do: 'open-file'; readonly path: string; readonly line?: number }
  | { readonly do: 'keep-going' | 'stop-turn'; readonly threadId: string }
  | { readonly do: 'resume-client'; readonly id: string }
  | { readonly do: 'dismiss'; readonly id: string };

export type Condition = ConditionFacts & {
  /** The same as long as the cause is the same. */
  readonly id: string;
  readonly level: ConditionLevel;
  /** In ms since 1970. */
  readonly since: number;
  /** The best one first; at least one. */
  readonly fixes: readonly ConditionFix[];
};

/** Those that interrupt: banner and tray. The list has the worst first. */
export function urgentConditions(conditions: readonly Condition[]): readonly Condition[] {
  return conditions.filter(({ level }) => level !== 'hint');
}

/** Where a person sees more of it, or does something about it. */
export function placeOfCondition({ fixes }: Condition): ConditionPlace {
  for (const fix of fixes) if (fix.do === 'go') return fix.place;
  return { page: 'inbox' };
}

/** The remotes that something is wrong with. */
export function remotesInTrouble(conditions: readonly Condition[]): ReadonlySet<string> {
  const places = conditions.map(placeOfCondition);
  return new Set(places.flatMap((place) => ('remote' in place && place.remote) || []));
}
