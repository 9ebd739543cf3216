// Something a sign-in needs that did not come.

export class NotThere extends Error {
  readonly url: URL;
  readonly kind: 'unreachable' | 'failing' | 'unusable';
  readonly about: string;

  /**
   * @param about for `unreachable` what the network said; for `failing` the status; for `unusable` the member that is
   * wrong, or nothing when it is no JSON object at all
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

/** A clause about one that is `unreachable`: what the network said is for programmers. */
export function unreachableBecause({ url, about }: NotThere): string {
  const reason = REASONS.find(([pattern]) => pattern.test(about))?.[1];
  return `${url.host} could not be reached${reason === undefined ? '' : ` (${reason})`}`;
}
