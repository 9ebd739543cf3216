// Who is signed in to the engine, signing in and out, and how much of the account's limit is used.

import type { CommandArguments } from '../../contract/commands.ts';
import type { AccountState } from '../../contract/state.ts';
import type { AppServer } from '../../engine/process/app-server.ts';
import type { EngineNotification } from '../../engine/process/rpc.ts';
import type { RateLimitSnapshot } from '../../engine/protocol/v2/RateLimitSnapshot.ts';
import { readAccount } from '../../engine/read-account.ts';
import { configNotUsable } from '../../errors/config.ts';
import { messageOf, windowMessageOf } from '../../errors/error.ts';
import type { Host } from '../../host/host.ts';
import type { Logger } from '../../logging/logger.ts';
import type { ViewStore } from './view-store.ts';

export interface AccountView {
  /** Asks the engine; starts it if necessary. */
  refresh(): Promise<void>;
  receive(event: EngineNotification): void;
  signIn(how: CommandArguments<'sign-in'>): Promise<void>;
  cancelSignIn(): Promise<void>;
  signOut(): Promise<void>;
  /** Twice is harmless. */
  close(): void;
}

/** While nobody is signed in. */
const LOOK_EVERY_MS = 1000;

export function createAccountView(options: {
  store: ViewStore;
  host: Pick<Host, 'engine' | 'engineProcess' | 'checkConfig'>;
  codexHome: string;
  logger: Logger;
  /** Somebody is signed in who was not before. */
  onSignedIn(): void;
  /** The engine could not be asked. */
  onFailed(error: unknown): void;
  /** Receives the API key of a sign-in, so that it is redacted. */
  know(secret: string): void;
}): AccountView {
  const { store, host, codexHome, logger, know } = options;
  const { engine } = host;
  let loginId: string | undefined;

  function show(account: AccountState): void {
    const wasSignedIn = store.state.account.kind === 'signed-in';
    store.apply({ kind: 'set', parts: { account } });
    if (account.kind === 'signed-in' && !wasSignedIn) options.onSignedIn();
  }

  async function refresh(problem?: string): Promise<void> {
    try {
      const server = await engine.get();
      const answer = await readAccount(server, codexHome);
      if (!answer) return await sayUnknown();
      const { account, requiresOpenaiAuth } = answer;
      if (!account) {
        return show(
          requiresOpenaiAuth ? { kind: 'signed-out', ...(problem && { problem }) } : { kind: 'not-needed' },
        );
      }
      const isChatGpt = account.type === 'chatgpt';
      const plan = isChatGpt ? { plan: account.planType } : {};
      const as = isChatGpt
        ? (account.email ?? 'ChatGPT')
        : account.type === 'apiKey'
          ? 'API key'
          : account.type;
      show({ kind: 'signed-in', as, ...plan });
      if (isChatGpt) await readUsage(server);
    } catch (error) {
      logger.info('account-not-read', { message: messageOf(error) });
      show({ kind: 'unreadable', problem: windowMessageOf(error) });
      options.onFailed(error);
    }
  }

  /** Keeps what was known before: a file that is broken for a moment must not look like a sign-out. */
  async function sayUnknown(): Promise<void> {
    const { kind } = store.state.account;
    if (kind !== 'unknown' && kind !== 'unreadable') return;
    const broken = await host.checkConfig();
    show({ kind: 'unreadable', problem: (broken ?? configNotUsable()).messageInWindow });
  }

  async function readUsage(server: AppServer): Promise<void> {
    try {
      const { rateLimits } = await server.request('account/rateLimits/read', undefined);
      showUsage(rateLimits);
    } catch (error) {
      logger.info('usage-not-read', { message: messageOf(error) });
    }
  }

  function showUsage({ primary }: RateLimitSnapshot): void {
    const { account } = store.state;
    if (account.kind !== 'signed-in' || !primary) return;
    const resetsAt = primary.resetsAt === null ? {} : { resetsAt: primary.resetsAt * 1000 };
    show({ ...account, usage: { usedPercent: primary.usedPercent, ...resetsAt } });
  }

  /** Somebody may sign in elsewhere, for example with `codex login`; the engine does not report that (observed on 0.169.0). */
  async function lookForLogin(): Promise<void> {
    if (store.state.account.kind !== 'signed-out' || !host.engineProcess()) return;
    try {
      const answer = await readAccount(await engine.get(), codexHome);
      if (answer?.account) await refresh();
    } catch (error) {
      logger.debug('account-not-read', { message: messageOf(error) });
    }
  }

  const timer = setInterval(() => void lookForLogin(), LOOK_EVERY_MS);
  timer.unref();

  return {
    refresh,

    close: () => clearInterval(timer),

    receive({ method, params }) {
      if (method === 'account/updated') void refresh();
      if (method === 'account/login/completed') {
        const { success, error } = params as { success: boolean; error: string | null };
        loginId = undefined;
        if (success) options.onSignedIn();
        void refresh(success ? undefined : (error ?? 'Sign-in failed.'));
      }
      if (method === 'account/rateLimits/updated') {
        showUsage((params as { rateLimits: RateLimitSnapshot }).rateLimits);
      }
    },

    async signIn(how) {
      if (how.kind === 'api-key') know(how.apiKey);
      const server = await engine.get();
      const request =
        how.kind === 'api-key'
          ? ({ type: 'apiKey', apiKey: how.apiKey } as const)
          : ({ type: how.kind === 'chatgpt' ? 'chatgpt' : 'chatgptDeviceCode' } as const);
      const answer = await server.request('account/login/start', request);
      if (answer.type === 'chatgpt') {
        loginId = answer.loginId;
        return show({ kind: 'signing-in', url: answer.authUrl });
      }
      if (answer.type === 'chatgptDeviceCode') {
        loginId = answer.loginId;
        return show({ kind: 'signing-in', url: answer.verificationUrl, code: answer.userCode });
      }
      options.onSignedIn();
      await refresh();
    },

    async cancelSignIn() {
      const id = loginId;
      loginId = undefined;
      const server = await engine.get();
      if (id !== undefined) await server.request('account/login/cancel', { loginId: id });
      await refresh();
    },

    async signOut() {
      const server = await engine.get();
      await server.request('account/logout', undefined);
      await refresh();
    },
  };
}
