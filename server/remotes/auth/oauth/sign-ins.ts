// What the rest of Patchbay can see of sign-ins to remotes: who is signed in, how to sign in and out, and the
// resulting credential. Secrets are not exposed.
import type { StoreKind } from '../../../secrets/secrets.ts';
import type { RemoteConfig } from '../../config.ts';
import type { Credential } from '../credential.ts';

export type SignInState =
  /** Nobody signed in, and the remote has not asked for it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'signing-in' }
  | {
      readonly kind: 'signed-in';
      /** The person's name according to the authorization server, if it says so. */
      readonly account: string | undefined;
      /** The address of the authorization server. */
      readonly issuer: string;
      readonly scopes: readonly string[];
      readonly since: Date;
      /** When it expires; absent while it renews itself. */
      readonly until: Date | undefined;
      readonly kept: StoreKind;
    }
  /** `why` is one sentence a person can read. */
  | { readonly kind: 'needs-sign-in'; readonly why: string };

export interface SignInOptions {
  /** Shows the authorization server's page to the person; called with http and https addresses only. */
  openUrl(url: string): void | Promise<void>;
  readonly signal?: AbortSignal | undefined;
  /** Instead of those the remote or config.toml names. */
  readonly scopes?: readonly string[] | undefined;
  /** The secret of a client that was registered by hand; stored with the tokens, so it is needed only once. */
  readonly clientSecret?: string | undefined;
  /** How a client id is obtained; `auto` prefers one from config, then a metadata document, then registration. */
  readonly registration?: 'auto' | 'cimd' | 'dcr' | undefined;
  /**
   * The next address a person copied from a browser that cannot reach this machine; addresses of other sign-ins are
   * ignored, and undefined ends the sign-in.
   */
  pasted?: (() => Promise<string | undefined>) | undefined;
}

export type SignOutResult =
  /** There was no sign-in. */
  | { readonly kind: 'nothing' }
  /** `notRevoked` says why the authorization server may still accept the tokens that were deleted here. */
  | { readonly kind: 'forgotten'; readonly notRevoked: string | undefined };

export interface SignIns {
  /** Answers at once, without touching a secret. */
  stateOf(name: string): SignInState;
  /**
   * Takes as long as the person needs, ten minutes at most. A second sign-in for the same remote ends the first.
   * @returns where the tokens are kept
   * @throws remote-unknown, sign-in-not-possible, sign-in-not-used, sign-in-failed, sign-in-denied, sign-in-unsafe, sign-in-timed-out, sign-in-replaced,
   *   callback-port-in-use, or the signal's reason
   */
  signIn(name: string, options: SignInOptions): Promise<StoreKind>;
  /**
   * Revokes the tokens at the authorization server if possible, and deletes them in any case.
   * @throws remote-unknown, sign-in-not-possible
   */
  signOut(name: string): Promise<SignOutResult>;
  /**
   * Calls back with the names of remotes whose state changed, even by another process. @returns a function that ends
   * this
   */
  onChanged(listener: (names: ReadonlySet<string>) => void): () => void;
  /** The credential of a sign-in to the remote at this address; undefined when nobody ever signed in to it. */
  credentialOf(remote: RemoteConfig): Credential | undefined;
  /** For a remote without any credential: sends none, and notes when the remote asks for a sign-in. */
  withoutCredential(remote: RemoteConfig): Credential;
  /** Closing twice is harmless. */
  close(): void;
}
