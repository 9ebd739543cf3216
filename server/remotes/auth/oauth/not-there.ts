// A document or answer that a sign-in needs and did not get.

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

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, 'nothing listens there'],
  [/ENOTFOUND|EAI_AGAIN/, 'its name is not known here'],
  [/timeout|timed out|aborted/i, 'it did not answer in time'],
  [/certificate|\bCERT|self.signed|SSL|TLS/i, 'its certificate is not trusted here'],
  [/bad port/, 'no program may be asked at that port'],
  [/ECONNRESET|EPIPE|hang up|other side closed|terminated/i, 'it closed the connection'],
  [/EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/, 'there is no way to it from here'],
  [/sent more than/, 'its answer is too large'],
];

/** A clause for `unreachable` that a person understands; network errors are written for programmers. */
export function unreachableBecause({ url, about }: NotThere): string {
  const reason = REASONS.find(([pattern]) => pattern.test(about))?.[1];
  return `${url.host} could not be reached${reason === undefined ? '' : ` (${reason})`}`;
}
