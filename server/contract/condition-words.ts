// Conditions in words, for the window and the tray. Parts of them are texts of others: shown with invisible characters
// made visible.
import { clockText } from './clock-text.ts';
import type { Condition, ConditionFacts, ConditionFix } from './conditions.ts';
import type { ConfigProblem } from './config-problem.ts';

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
    case 'config-broken':
      return text(configTitle(facts.problem), configConsequence(facts.problem));
    case 'engine-failed':
      return text(facts.message);
    case 'signed-out':
      return text('Codex is not signed in.', 'Calls fail until you sign in.');
    case 'account-unreadable':
      return text('Codex cannot tell who is signed in.', facts.problem);
    case 'calls-fail':
      return text(`The last call of ${facts.who} failed: ${facts.why}`);
    case 'client-left': {
      const { client, title, stopsAt } = facts;
      return text(`${client} disconnected.`, `“${title}” stops in ${clockText(stopsAt - now)}.`);
    }
    case 'turn-silent':
      return text(`Nothing has been heard of “${facts.title}” for ${clockText(now - facts.silentSince)}.`);
    case 'limit-near': {
      const { usedPercent, resetsAt } = facts;
      const hint = resetsAt === undefined ? '' : `It resets at ${timeText(resetsAt)}.`;
      return text(`${Math.round(usedPercent)}% of your Codex limit is used.`, hint);
    }
    case 'tools-changed':
      return text(
        `${facts.remote} has changed ${namedTools(facts.tools)} since you first used it.`,
        'Review the change on the Remotes page.',
      );
    case 'remote-needs-sign-in':
      return text(`${facts.remote} needs you to sign in.`, 'Until then clients do not get its tools.');
    case 'remote-failed':
      return text(`${facts.remote} cannot be used.`, facts.why);
    case 'turns-paused':
      return text('New turns are paused.', 'Calls are refused until you resume.');
    case 'client-paused':
      return text(`${facts.client} is paused.`, 'It can start nothing new until you resume it.');
    case 'token-expired':
      return text(
        `The token of ${facts.client} has expired.`,
        'Its client cannot connect until you renew it.',
      );
    case 'client-refused': {
      const times = facts.count === 1 ? '' : ` ${facts.count} times`;
      return text(`${facts.client} tried to connect without a valid token${times}.`);
    }
    case 'shell-not-read':
      return text(
        `The environment of your login shell (${facts.shell}) could not be read: ${facts.message}`,
        'Programs that only your shell finds may be missing.',
      );
    case 'shortcut-refused':
      return text('Your shortcut does not work.', facts.why);
    case 'no-client':
      return text(
        'Connect your editor',
        'Patchbay finds the clients on this machine and shows what it would change in their settings.',
      );
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
      return goLabels[fix.place.page];
    case 'read-account':
      return 'Ask again';
    case 'start-server':
    case 'restart-engine':
    case 'reload-environment':
      return 'Try again';
    case 'resume-turns':
    case 'resume-client':
      return 'Resume';
    case 'open-file':
      return fix.line === undefined ? 'Open file' : `Open at line ${fix.line}`;
    case 'keep-going':
      return 'Keep going';
    case 'stop-turn':
      return 'Stop turn';
    case 'dismiss':
      return 'Close';
  }
}

/** Says what works and what does not while config.toml cannot be used. */
export function configConsequence({ concerns, heldSince }: ConfigProblem): string {
  const stops = 'Codex cannot start or resume threads until it is fixed.';
  if (concerns === 'codex') return `${stops} Remotes are not affected.`;
  if (heldSince === undefined) return `${stops} No remotes are available until then.`;
  return `${stops} Remotes still use the version from ${timeText(heldSince)}.`;
}

const goLabels = {
  inbox: 'Open Inbox',
  threads: 'Open thread',
  clients: 'Open Clients',
  remotes: 'Open Remotes',
  settings: 'Settings',
} as const;

function text(title: string, hint = ''): ConditionText {
  return { title, hint };
}

function configTitle({ line, reason }: ConfigProblem): string {
  return `config.toml${line === undefined ? '' : ` line ${line}`}: ${reason}`;
}

function asSentence(title: string): string {
  return title.replace(/[^.!?…]$/, '$&.');
}

function namedTools(tools: readonly string[]): string {
  const more = tools.length > MAX_NAMED ? ` and ${tools.length - MAX_NAMED} more` : '';
  return `${tools.slice(0, MAX_NAMED).join(', ')}${more}`;
}

function timeText(ms: number): string {
  return new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
