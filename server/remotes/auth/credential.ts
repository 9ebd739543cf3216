// What authorises requests to one HTTP remote.
import type { Advice } from '../../errors/error.ts';

/** How a remote refused a request. */
export interface Refusal {
  readonly status: 400 | 401 | 403;
  /** Its `WWW-Authenticate` header. */
  readonly challenge: string | undefined;
}

export interface Credential {
  /** The name of the credential, for messages: `the bearer token in GITHUB_TOKEN`. Never the credential itself. */
  readonly source: string;
  /**
   * The headers of the next request; called before each one, so it should answer from memory.
   * @throws credential-missing, headers-helper-failed, azure-…, sign-in-needed
   */
  headers(): Promise<Readonly<Record<string, string>>>;
  /**
   * The remote refused what `headers` gave, with 401 or with 403 and `insufficient_scope`. One renewal serves all
   * waiting callers.
   * @param sent the headers of the refused request: if they are no longer the current ones, another caller has renewed
   *   already
   * @returns whether to retry the request once
   */
  renew?(refusal: Refusal, sent: Readonly<Record<string, string>>): Promise<boolean>;
  /**
   * Whether a 400 is about the credential: some servers report a token of another audience that way. @param body of
   * that answer
   */
  isRefusedIn?(body: string): boolean;
  /** What the person can do if it is still refused, in one or two sentences. */
  advice?(refusal: Refusal): Advice;
}
