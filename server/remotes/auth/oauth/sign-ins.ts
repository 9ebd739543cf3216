// What the rest of Patchbay knows of signing in to remotes: who is signed in, how to sign in and out, and the credential
// that comes of it. Secrets stay behind it.
import type { StoreKind } from '../../../secrets/secrets.ts';
import type { RemoteConfig } from '../../config.ts';
import type { Credential } from '../credential.ts';

export type SignInState =
  /** Nobody signed in, and the remote has not asked for it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'signing-in' }
  | {
      readonly kind: 'signed-in';
      /** As the authorization server names the person, when it says so. */
      readonly account: string | undefined;
      /** Who vouches: the address of the authorization server. */
      readonly issuer: string;
      readonly scopes: readonly string[];
      readonly since: Date;
      /** When it ends by itself; absent while it renews itself. */
      readonly until: Date | undefined;
      readonly kept: StoreKind;
    }
  /** `why` is one sentence a person can read. */
  | { readonly kind: 'needs-sign-in'; readonly why: string };

export interface SignInOptions {
  /** Shows the page of the authorization server to the person; only http and https addresses are passed. */
  openUrl(url: string): void | Promise<void>;
  readonly signal?: AbortSignal | undefined;
  /** Instead of those the remote or config.toml names. */
  readonly scopes?: readonly string[] | undefined;
  /** Of a client that was registered by hand; kept with the tokens, so it is needed once. */
  readonly clientSecret?: string | undefined;
  /** How a client id is got; `auto` prefers one from config, then a metadata document, then registration. */
  readonly registration?: 'auto' | 'cimd' | 'dcr' | undefined;
  /**
   * The next address a person copied from a browser that cannot reach this machine; those of no sign-in here are passed
   * over, and undefined ends it.
   */
  pasted?: (() => Promise<string | undefined>) | undefined;
}

export type SignOutResult =
  /** There was nothing to forget. */
  | { readonly kind: 'nothing' }
  /** `notRevoked` says why the authorization server may still take what was forgotten here. */
  | { readonly kind: 'forgotten'; readonly notRevoked: string | undefined };

export interface SignIns {
  /** Answers at once, without touching a secret. */
  stateOf(name: string): SignInState;
  /**
   * Takes as long as the person does, ten minutes at most. A second one for the same remote ends the first.
   * @returns where the tokens are kept
   * @throws remote-unknown, sign-in-not-possible, sign-in-not-used, sign-in-failed, sign-in-denied, sign-in-unsafe, sign-in-timed-out, sign-in-replaced,
   *   callback-port-in-use, or the signal's reason
   */
  signIn(name: string, options: SignInOptions): Promise<StoreKind>;
  /**
   * Revokes at the authorization server what can be revoked, and forgets it whatever that says.
   * @throws remote-unknown, sign-in-not-possible
   */
  signOut(name: string): Promise<SignOutResult>;
  /** Calls back with the names of remotes whose state changed, whichever process did it. Returns how to stop that. */
  onChanged(listener: (names: ReadonlySet<string>) => void): () => void;
  /** The credential of a sign-in to the remote at this address; undefined when nobody ever signed in to it. */
  credentialOf(remote: RemoteConfig): Credential | undefined;
  /** For a remote without any credential: sends none, and notes when the remote asks for a sign-in. */
  withoutCredential(remote: RemoteConfig): Credential;
  /** Closing twice is harmless. */
  close(): void;
}
