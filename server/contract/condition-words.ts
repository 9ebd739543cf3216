// Conditions in words, for the window and the tray. Parts of them are texts of others: shown with invisible characters
// made visible.
import { clockText } from './clock-text.ts';
import type { Condition, ConditionFacts, ConditionFix } from './conditions.ts';
import type { ConfigProblem } from './config-problem.ts';
import { conditionWords as words } from './words/conditions.ts';

export interface ConditionText {
  /** What is wrong, in one sentence; alone in the tray. */
  readonly title: string;
  /** What that means, or what to do. May be empty. */
  readonly hint: string;
}

const MAX_NAMED = 3;

/** @param now in ms since 1970, for conditions with a clock */
export function describeCondition(facts: ConditionFacts, now: number): ConditionText {
  switch (facts.kind) {
    case 'server-failed':
      return text(facts.summary, facts.fix);
    case 'config-broken': {
      const { line, reason } = facts.problem;
      return text(words.configBroken(line, reason), configConsequence(facts.problem));
    }
    case 'engine-failed':
      return text(facts.message);
    case 'signed-out':
      return text(words.signedOut, words.signedOutHint);
    case 'account-unreadable':
      return text(words.accountUnreadable, facts.problem);
    case 'calls-fail':
      return text(words.callsFail(facts.who, facts.why));
    case 'client-left': {
      const { client, title, stopsAt } = facts;
      return text(words.clientLeft(client), words.stopsIn(title, clockText(stopsAt - now)));
    }
    case 'turn-silent':
      return text(words.turnSilent(facts.title, clockText(now - facts.silentSince)));
    case 'limit-near': {
      const { usedPercent, resetsAt } = facts;
      const hint = resetsAt === undefined ? '' : words.resetsAt(timeText(resetsAt));
      return text(words.limitNear(Math.round(usedPercent)), hint);
    }
    case 'tools-changed':
      return text(words.toolsChanged(facts.remote, namedTools(facts.tools)), words.toolsChangedHint);
    case 'tools-suspect':
      return text(words.toolsSuspect(facts.remote, namedTools(facts.tools)), words.toolsSuspectHint);
    case 'remote-needs-sign-in':
      return text(words.remoteNeedsSignIn(facts.remote), words.remoteNeedsSignInHint);
    case 'remote-failed':
      return text(words.remoteFailed(facts.remote), facts.why);
    case 'turns-paused':
      return text(words.turnsPaused, words.turnsPausedHint);
    case 'client-paused':
      return text(words.clientPaused(facts.client), words.clientPausedHint);
    case 'token-expired':
      return text(words.tokenExpired(facts.client), words.tokenExpiredHint);
    case 'client-refused':
      return text(words.clientRefused(facts.client, facts.count));
    case 'shell-not-read':
      return text(words.shellNotRead(facts.shell, facts.message), words.shellNotReadHint);
    case 'shortcut-refused':
      return text(words.shortcutRefused, facts.why);
    case 'no-client':
      return text(words.noClient, words.noClientHint);
    case 'notice':
      return text(facts.text);
  }
}

/** Both parts as running text. */
export function conditionText(facts: ConditionFacts, now: number): string {
  const { title, hint } = describeCondition(facts, now);
  return hint ? `${asSentence(title)} ${hint}` : title;
}

/** Whether its text has a clock. */
export function hasClock({ kind }: Pick<Condition, 'kind'>): boolean {
  return kind === 'client-left' || kind === 'turn-silent';
}

/** What its button says. */
export function fixLabel(fix: ConditionFix): string {
  switch (fix.do) {
    case 'go':
      if (fix.place.page === 'remotes' && fix.place.remote !== undefined) return words.go.remote;
      return words.go[fix.place.page];
    case 'read-account':
      return words.askAgain;
    case 'start-server':
    case 'restart-engine':
    case 'reload-environment':
      return words.tryAgain;
    case 'resume-turns':
    case 'resume-client':
      return words.resume;
    case 'open-file':
      return fix.line === undefined ? words.openFile : words.openAtLine(fix.line);
    case 'keep-going':
      return words.keepGoing;
    case 'stop-turn':
      return words.stopTurn;
    case 'dismiss':
      return words.close;
  }
}

/** Says what works and what does not while config.toml cannot be used. */
export function configConsequence({ concerns, heldSince }: ConfigProblem): string {
  if (concerns === 'codex') return `${words.configStops} ${words.remotesUnaffected}`;
  const held = heldSince === undefined ? words.noRemotes : words.remotesHeld(timeText(heldSince));
  return `${words.configStops} ${held}`;
}

function text(title: string, hint = ''): ConditionText {
  return { title, hint };
}

function asSentence(title: string): string {
  return title.replace(/[^.!?…]$/, '$&.');
}

function namedTools(tools: readonly string[]): string {
  const named = tools.slice(0, MAX_NAMED).join(', ');
  return tools.length > MAX_NAMED ? words.moreTools(named, tools.length - MAX_NAMED) : named;
}

function timeText(ms: number): string {
  return new Date(ms).toLocaleTimeString([], { timeStyle: 'short' });
}
