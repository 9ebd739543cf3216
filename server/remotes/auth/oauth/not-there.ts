// A document or answer that a sign-in needs and did not get.
import { networkFailure } from '../../../errors/network.ts';

export class NotThere extends Error {
  readonly url: URL;
  readonly kind: 'unreachable' | 'failing' | 'unusable';
  readonly about: string;

  /**
   * @param about for `unreachable` the network error; for `failing` the status; for `unusable` the wrong member, or
   *   nothing if it is not a JSON object
   */
  constructor(url: URL, kind: NotThere['kind'], about: string) {
    super(`${url.href}: ${kind} ${about}`);
    this.url = url;
    this.kind = kind;
    this.about = about;
  }
}

/** A clause for `unreachable` that a person understands; network errors are written for programmers. */
export function unreachableBecause({ url, about }: NotThere): string {
  const reason =
    networkFailure(about, url.host)?.reason ??
    (/sent more than/.test(about) ? 'its answer is too large' : undefined);
  return `${url.host} could not be reached${reason === undefined ? '' : ` (${reason})`}`;
}
