// What authorises requests to one HTTP remote.
import type { Advice } from '../../errors/error.ts';

/** What a remote said when it refused a request. */
export interface Refusal {
  readonly status: 400 | 401 | 403;
  /** Its `WWW-Authenticate` header. */
  readonly challenge: string | undefined;
}

export interface Credential {
  /** Which one it is, for messages: `the bearer token in GITHUB_TOKEN`. Never the credential itself. */
  readonly source: string;
  /**
   * The headers of the next request; asked before each one, so it answers from memory where it can.
   * @throws credential-missing, headers-helper-failed, azure-…, sign-in-needed
   */
  headers(): Promise<Readonly<Record<string, string>>>;
  /**
   * The remote refused what `headers` gave, with 401 or with 403 and `insufficient_scope`. One renewal serves all that
   * wait for it.
   * @param sent the headers of the refused request: when they are not the current ones, somebody renewed already
   * @returns whether to try the request once more
   */
  renew?(refusal: Refusal, sent: Readonly<Record<string, string>>): Promise<boolean>;
  /** Whether an answer 400 is about it: some servers say so that it is of others. @param body of that answer */
  isRefusedIn?(body: string): boolean;
  /** What the person can do when it stays refused, one or two sentences. */
  advice?(refusal: Refusal): Advice;
}
