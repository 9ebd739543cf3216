// The state of the host that windows and the tray show: immutable, changed only by events, the same in the main
// process, in the renderer and in tests. It contains what a window lists; long content is fetched by page.

import type { ErrorCode } from '../errors/codes.ts';
import type { ApprovalCard } from './approval-card.ts';
import type { Ceiling } from './ceiling.ts';
import type { Condition } from './conditions.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { Leash, Spent } from './leash.ts';
import type { Limits } from './limits.ts';
import type { LogLevel } from './log-levels.ts';
import type { Mode } from './mode.ts';
import type { RuleRow } from './rules.ts';
import type { Settings } from './settings.ts';
import type { ShortcutState } from './shortcut.ts';
import type { Surprise } from './surprise.ts';
import type { Tokens } from './timeline.ts';
import type { TokenExpiry } from './token-expiry.ts';
import type { QueuedTurn } from './turn-queue.ts';
import type { Updates } from './updates.ts';
import type { WhenNobody } from './when-nobody.ts';

export interface HostState {
  readonly version: string;
  readonly updates: Updates;
  readonly server: ServerState;
  readonly engine: EngineState;
  readonly account: AccountState;
  /** In the order they were asked; decided ones stay for a while, missed ones until they are dismissed. */
  readonly inbox: readonly ApprovalCard[];
  /** Questions a person decided today. */
  readonly handledToday: number;
  /** The newest first; those of this run. */
  readonly threads: readonly ThreadRow[];
  readonly clients: readonly ClientRow[];
  readonly principals: readonly PrincipalRow[];
  /** In the order they were made. */
  readonly rules: readonly RuleRow[];
  /** Clients that tried to connect without a valid token, the newest first. */
  readonly knocks: readonly Knock[];
  /** In the order of config.toml; empty while the server does not run. */
  readonly remotes: readonly RemoteRow[];
  /** Why the current config.toml cannot be used. */
  readonly configProblem: ConfigProblem | null;
  readonly settings: Settings;
  /** Whether the keys of the settings lead here. */
  readonly shortcut: ShortcutState;
  /** What is wrong now, or needs a person: made of all the other parts, the worst first. */
  readonly conditions: readonly Condition[];
  /** What happened outside of any thread and was not yet read; shown as conditions. */
  readonly notices: readonly Notice[];
  readonly places: Places;
  /** The least important level that is logged. */
  readonly logLevel: LogLevel;
  readonly environment: EnvironmentState;
}

export type ServerState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  | RunningServer
  | ServerProblem;

export interface RunningServer {
  readonly kind: 'running';
  /** The URL for clients. */
  readonly url: string;
  /** `host:port`. */
  readonly address: string;
  readonly isDemo: boolean;
  /** New turns are refused. */
  readonly isPaused: boolean;
}

export interface ServerProblem {
  readonly kind: 'error';
  readonly code: ErrorCode;
  readonly summary: string;
  readonly fix: string;
}

export type EngineState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly version: string; readonly pid: number }
  | { readonly kind: 'failed'; readonly message: string };

export type AccountState =
  | { readonly kind: 'unknown' }
  /** The engine could not tell, for example without a network. */
  | { readonly kind: 'unreadable'; readonly problem: string }
  /** The model provider of config.toml needs no OpenAI account. */
  | { readonly kind: 'not-needed' }
  | { readonly kind: 'signed-out'; readonly problem?: string }
  | { readonly kind: 'signing-in'; readonly url?: string; readonly code?: string }
  | {
      readonly kind: 'signed-in';
      readonly as: string;
      readonly plan?: string;
      readonly usage?: { readonly usedPercent: number; readonly resetsAt?: number };
    };

export interface ThreadRow {
  readonly id: string;
  readonly principal: string;
  /** The principal's name, with its client's when there is only one. */
  readonly who: string;
  readonly folder: string;
  readonly branch?: string;
  /** The top of the git working tree that the folder lies in. */
  readonly worktree?: string;
  /** The copy that it works in, and the working tree that this is a copy of. */
  readonly copy?: { readonly id: string; readonly of: string };
  /** When a turn of it that changed files ended, in ms since 1970. */
  readonly changedAt?: number;
  /** The first line of its first prompt. */
  readonly title: string;
  /** `waiting`: a call that has no thread yet, or a turn that waits for a place. */
  readonly state: 'waiting' | 'needs-you' | 'running' | 'done' | 'failed' | 'interrupted';
  /** Why its turn has not begun. */
  readonly queued?: QueuedTurn;
  /** The call has no thread yet, and may never get one. */
  readonly isCall?: true;
  /** Why it failed. */
  readonly why?: string;
  /** Its last turn or call failed for something that the next one meets too; kept until one ends well. */
  readonly blocked?: BlockedCall;
  /** The current activity, in a few words. */
  readonly doing?: string;
  /** Set when its client no longer listens: when it will be stopped, in ms since 1970. */
  readonly left?: { readonly client: string; readonly stopsAt: number };
  /** The end of the last turn, in ms since 1970. */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly model?: string;
  readonly sandbox: string;
  readonly approvalPolicy: string;
  readonly network: boolean;
  readonly tokens?: Tokens;
  /** A person has put it away. */
  readonly isArchived?: true;
  /** What its last turn has spent. */
  readonly spent?: Spent;
  /** Set while its turn is silent: nothing has been heard of it since then, in ms since 1970. */
  readonly silentSince?: number;
  /** Its last turn should be looked at. */
  readonly surprise?: Surprise;
}

export interface BlockedCall {
  readonly why: string;
  /** In ms since 1970. */
  readonly at: number;
  /** What has to change first. */
  readonly needs: 'sign-in' | 'something';
}

export interface ClientRow {
  readonly id: string;
  readonly name: string;
  readonly version?: string;
  readonly protocol?: string;
  readonly transport: 'stdio' | 'http' | 'relay';
  readonly principal: string;
  readonly isConnected: boolean;
  /** In ms since 1970. */
  readonly since: number;
  readonly lastCallAt?: number;
}

export interface PrincipalRow {
  readonly id: string;
  readonly name: string;
  /** Absent for `local` and `anonymous`, which have no token. */
  readonly createdAt?: number;
  readonly lastUsedAt?: number;
  /** Its own mode, or the one for everybody. */
  readonly mode: Mode;
  readonly hasOwnMode: boolean;
  readonly ceiling: Ceiling;
  readonly limits: Limits;
  /** Absent for a principal without a token. */
  readonly expiry?: TokenExpiry;
  /** In ms since 1970; absent when its token never expires. */
  readonly expiresAt?: number;
  /** Whether its client can approve in its own prompt. */
  readonly mayApprove: boolean;
  /** It can start nothing new. */
  readonly isPaused: boolean;
  /** What happens to its questions when nobody is there, if the person has set something. */
  readonly whenNobody?: WhenNobody;
  readonly folder?: string;
  /** How far its turns may go; empty without limits. */
  readonly leash: Leash;
}

export interface Knock {
  /** The name it gives itself. */
  readonly name: string;
  readonly at: number;
  readonly count: number;
}

export interface RemoteRow {
  readonly name: string;
  readonly status: RemoteStatus;
  /** Absent for a broken table. */
  readonly transport?: 'stdio' | 'http';
  /** The whole command line, or the address. */
  readonly where?: string;
  /** Whether this program or address was ever connected. */
  readonly isKnown: boolean;
  /** One connection for all sessions. */
  readonly isShared: boolean;
  readonly isRequired: boolean;
  /** Which credential applies and why; never the credential itself. */
  readonly credential?: { readonly kind: string; readonly why: string };
  /** Absent if a sign-in is not possible: for a program, or a remote with another credential. */
  readonly signIn?: RemoteSignIn;
  /** Known once they have been listed. */
  readonly toolCount?: number;
  /** Tools whose definition has changed since it was first seen. */
  readonly changedTools: readonly string[];
  /** Tools whose name another remote has too. */
  readonly shadowingTools: readonly string[];
  /** Tools with words in their definition that could be meant to mislead a model. */
  readonly suspectTools: readonly string[];
  /** Definitions that were fixed or left out, because clients cannot read them. */
  readonly oddities: readonly RemoteOddity[];
  readonly calls: number;
  readonly failedCalls: number;
  /** How many lines its program has written; grows while it writes. */
  readonly outputLines: number;
  readonly lastError?: { readonly text: string; readonly at: number };
  /** In ms since 1970. */
  readonly lastUsedAt?: number;
}

export interface RemoteOddity {
  readonly kind: 'fixed' | 'left-out';
  /** `tool search`. Partly the remote's own text, like the reasons. */
  readonly what: string;
  readonly why: string;
}

export type RemoteSignIn =
  | { readonly kind: 'none' | 'signing-in' | 'needs-sign-in' }
  | {
      readonly kind: 'signed-in';
      readonly account?: string;
      /** The address of the authorization server. */
      readonly issuer: string;
      /** In ms since 1970. */
      readonly since: number;
      /** When it expires; absent while it renews itself. */
      readonly until?: number;
      /** Where the tokens are stored. */
      readonly kept: 'keyring' | 'file' | 'memory';
    };

export type RemoteStatus =
  /** Not connected in this run. */
  | { readonly kind: 'unused' }
  /** Was connected; the next call reconnects. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'needs-sign-in'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string; readonly fix: string; readonly details?: string }
  | { readonly kind: 'disabled' }
  /** Leads back to Patchbay. */
  | { readonly kind: 'loop' }
  | {
      readonly kind: 'broken';
      readonly reason: string;
      readonly file: string;
      readonly line: number | undefined;
    };

export interface Notice {
  readonly id: string;
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly at: number;
}

export interface Places {
  readonly patchbayHome: string;
  readonly codexHome: string;
  readonly logs: string;
  /** The scratch folder of the demo. */
  readonly demoFolder?: string;
}

/** The result of asking the person's login shell. */
export type EnvironmentState =
  | { readonly kind: 'own' }
  | {
      readonly kind: 'shell';
      readonly shell: string;
      readonly added: readonly string[];
      readonly path: string;
    }
  | { readonly kind: 'failed'; readonly shell: string; readonly message: string };

/** One change of the state. */
export type HostEvent =
  /** Replaces whole parts. */
  | { readonly kind: 'set'; readonly parts: Partial<HostState> }
  /** Adds the card, or replaces the one with this id. */
  | { readonly kind: 'card'; readonly card: ApprovalCard }
  | { readonly kind: 'card-gone'; readonly id: string }
  | { readonly kind: 'thread'; readonly thread: ThreadRow }
  | { readonly kind: 'thread-gone'; readonly id: string }
  /** Replaces the rule with this id, if it is still there. */
  | { readonly kind: 'rule'; readonly rule: RuleRow }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'notice-gone'; readonly id: string };
