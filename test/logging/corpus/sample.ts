// What the corpus is made of: kinds of secrets and kinds of look-alikes, each with a generator of samples.
import type { Random } from '../../fuzz/random.ts';

export interface SecretSample {
  /** What must not survive. */
  readonly secret: string;
  /** What it stands in. */
  readonly text: string;
}

/** A whole text, as it was written, with every secret in it. */
export interface WrittenText {
  readonly kind: string;
  readonly text: string;
  readonly secrets: readonly string[];
}

export type SecretKinds = Readonly<Record<string, (random: Random) => SecretSample>>;
/** A look-alike must come out unchanged. */
export type LookAlikeKinds = Readonly<Record<string, (random: Random) => string>>;

const PLACES: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => `using ${secret} for the upstream`,
  (secret) => JSON.stringify({ level: 'info', message: `called with ${secret}` }),
  (secret) => JSON.stringify({ stderr: `first line\n${secret}\nlast line` }),
  (secret) => JSON.stringify({ body: JSON.stringify({ value: secret }) }),
  (secret) => `cmd /run --with=${secret} --verbose`,
  (secret) => `GET /v1/things?x=${secret}&page=2 HTTP/1.1`,
  (secret) => `\u001b[33m${secret}\u001b[0m`,
  (secret) => `[2026-03-04T05:06:07Z] value: '${secret}', next: 3`,
];

/** A secret that is known by its own look, at a place as logs have them. */
export function bare(make: (random: Random) => string): (random: Random) => SecretSample {
  return (random) => {
    const secret = make(random);
    return { secret, text: random.pick(PLACES)(secret) };
  };
}

/** A secret that is known by what stands around it. */
export function within(
  make: (random: Random) => string,
  around: (secret: string, random: Random) => string,
): (random: Random) => SecretSample {
  return (random) => {
    const secret = make(random);
    return { secret, text: around(secret, random) };
  };
}
