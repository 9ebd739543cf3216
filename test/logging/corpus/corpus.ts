// The corpus: every kind of secret and of look-alike, three and five samples of each, in two halves. A kind is in one
// half only, so that what is reported was measured on kinds the rules were not tuned on.
import { createHash } from 'node:crypto';
import { type Random, randomFor } from '../../fuzz/random.ts';
import { assignmentKinds } from './assignments.ts';
import { azureKinds } from './azure.ts';
import { headerKinds } from './headers.ts';
import { judgeKeyKinds } from './judge-keys.ts';
import { judgePlaceKinds } from './judge-places.ts';
import { judgePublicKinds } from './judge-public.ts';
import { keyKinds } from './keys.ts';
import { lookAlikeKinds } from './look-alikes.ts';
import { harmlessLines, harmlessTexts } from './look-alikes-public.ts';
import { connectionKinds } from './public-connections.ts';
import { encodedKinds } from './public-encoded.ts';
import { labelKinds } from './public-labels.ts';
import { lineKinds } from './public-lines.ts';
import { nameKinds } from './public-names.ts';
import { programKinds } from './public-programs.ts';
import { tableKinds } from './public-tables.ts';
import { toolKinds } from './public-tools.ts';
import type { SecretSample, WrittenText } from './sample.ts';
import { vendorKinds } from './vendors.ts';
import { writtenTexts1 } from './written-texts-1.ts';
import { writtenTexts2 } from './written-texts-2.ts';
import { writtenTexts3 } from './written-texts-3.ts';
import { writtenTexts4 } from './written-texts-4.ts';

export type Half = 'tuned' | 'reported';

export const secretKinds = { ...vendorKinds, ...azureKinds, ...headerKinds, ...assignmentKinds, ...keyKinds };

const publicKinds = {
  ...tableKinds,
  ...lineKinds,
  ...connectionKinds,
  ...programKinds,
  ...nameKinds,
  ...labelKinds,
  ...toolKinds,
  ...encodedKinds,
};

const SEED = 20_260;
const SAMPLES_A_KIND = { secret: 3, lookAlike: 5 };

export interface CorpusSample<T> {
  readonly kind: string;
  readonly half: Half;
  readonly sample: T;
}

export function secrets(): CorpusSample<SecretSample>[] {
  return samplesOf(secretKinds, SAMPLES_A_KIND.secret);
}

/** Written later, by somebody who did not look at the rules, to judge them; see docs/benchmarks.md. */
export function judgingSecrets(): CorpusSample<SecretSample>[] {
  return samplesOf({ ...judgeKeyKinds, ...judgePlaceKinds }, SAMPLES_A_KIND.secret);
}

/** After public reports of secrets in logs: the places where programs really print them. */
export function publicSecrets(): CorpusSample<SecretSample>[] {
  return samplesOf(publicKinds, SAMPLES_A_KIND.secret);
}

/** After public reports as well, written when the rules were done, to judge them. */
export function judgingPublicSecrets(): CorpusSample<SecretSample>[] {
  return samplesOf(judgePublicKinds, SAMPLES_A_KIND.secret);
}

/** Whole texts that were written one after the other, each portion judged before the rules were changed for it. */
export const writtenTexts: readonly WrittenText[] = [
  ...writtenTexts1,
  ...writtenTexts2,
  ...writtenTexts3,
  ...writtenTexts4,
];

/** What stands at such places without being a secret. */
export function publicLookAlikes(): CorpusSample<string>[] {
  return [...new Set([...harmlessLines, ...harmlessTexts])].map((sample) => ({
    kind: sample,
    half: halfOf(sample),
    sample,
  }));
}

export function lookAlikes(): CorpusSample<string>[] {
  return samplesOf(lookAlikeKinds, SAMPLES_A_KIND.lookAlike);
}

/** A secret has leaked when a piece of it of twelve characters (or all of it, when it is shorter) is left. */
export function leaks(secret: string, output: string): boolean {
  const length = Math.min(12, secret.length);
  for (let at = 0; at + length <= secret.length; at += 1) {
    const piece = secret.slice(at, at + length);
    if (output.includes(piece)) return true;
  }
  return false;
}

function samplesOf<T>(kinds: Readonly<Record<string, (random: Random) => T>>, count: number) {
  return Object.entries(kinds).flatMap(([kind, make]) =>
    Array.from({ length: count }, (_, at) => ({
      kind,
      half: halfOf(kind),
      sample: make(randomFor(SEED + seedOf(kind), at)),
    })),
  );
}

function halfOf(kind: string): Half {
  return seedOf(kind) % 2 === 0 ? 'tuned' : 'reported';
}

function seedOf(kind: string): number {
  return createHash('sha256').update(kind).digest().readUInt16BE(0);
}
