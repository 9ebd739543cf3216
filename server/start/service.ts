// What the host of a PATCHBAY_HOME is started with, and what it is once it runs.
import type { Desk } from '../approvals/broker.ts';
import type { TokenStore } from '../config/client-tokens.ts';
import type { HostLock } from '../control/lock.ts';
import type { Host, HostObserver, HostPolicy } from '../host/host.ts';
import type { Front } from '../transports/http/front.ts';
import type { Runtime } from './runtime.ts';

export interface ServiceOptions {
  readonly runtime: Runtime;
  /** 0 picks a free one. */
  readonly port: number;
  /** Desks in addition to the terminal's. */
  readonly desks?: readonly Desk[];
  readonly policy?: HostPolicy;
  readonly observer?: HostObserver;
  /** A client that asks within this time after the port is open has its first answer before the rest is loaded. */
  readonly firstClientWaitMs?: number;
  /** Called when a client without a valid token was refused. */
  onRefused?(client: string): void;
}

export interface Service {
  readonly host: Host;
  readonly tokens: TokenStore;
  /** The URL for clients. */
  readonly url: string;
  /** Answers running calls, then closes every door. Calling it twice is harmless. */
  close(): Promise<void>;
}

/** Open, and nothing behind them yet. Whoever opened them closes them if this fails. */
export interface Doors {
  readonly front: Front;
  /** Undefined where no client needs one. */
  readonly tokens: TokenStore | undefined;
  /** Undefined for a host that is not that of its PATCHBAY_HOME. */
  readonly lock: HostLock | undefined;
}
