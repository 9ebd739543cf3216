// The passphrase with which a person answers questions from a terminal. Stored as a salted scrypt hash, because unlike
// a token it is chosen by a person and can be guessed. To forget it, remove the file.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import fs from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';
import { passphraseTooShort } from '../errors/approvals.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';

const fileSchema = z.object({
  version: z.literal(1),
  /** scrypt's N, r and p; stored so that they can be raised later. */
  cost: z.number().int(),
  blockSize: z.number().int(),
  parallelization: z.number().int(),
  salt: z.base64(),
  hash: z.base64(),
});

export interface PassphraseStore {
  isSet(): boolean;
  /** @throws passphrase-too-short */
  set(passphrase: string): Promise<void>;
  /** @returns false also if none is set; @throws file-broken */
  verify(passphrase: string): Promise<boolean>;
}

const MIN_LENGTH = 8;
/** About 0.1 s and 32 MiB: unnoticeable for a person, expensive for guessing. */
const COST = { cost: 2 ** 15, blockSize: 8, parallelization: 1 };
const MAX_MEMORY_BYTES = 128 * 1024 * 1024;
const HASH_BYTES = 32;

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

export function openPassphraseStore(file: string): PassphraseStore {
  return {
    isSet: () => fs.existsSync(file),

    async set(passphrase) {
      if ([...passphrase].length < MIN_LENGTH) throw passphraseTooShort(MIN_LENGTH);
      const salt = randomBytes(16);
      const hash = await hashOf(passphrase, salt, COST);
      const entry = { version: 1, ...COST, salt: salt.toString('base64'), hash: hash.toString('base64') };
      // An unreadable file is not replaced.
      checkPassphraseFile(file);
      writeJsonFile(file, entry);
    },

    async verify(passphrase) {
      const entry = readJsonFile(file, () => fileSchema);
      if (!entry) return false;
      const hash = await hashOf(passphrase, Buffer.from(entry.salt, 'base64'), entry);
      const expected = Buffer.from(entry.hash, 'base64');
      return hash.length === expected.length && timingSafeEqual(hash, expected);
    },
  };
}

/** On another keyboard, the same letters may be different code points. */
function hashOf(passphrase: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  const { cost: N, blockSize: r, parallelization: p } = cost;
  return derive(passphrase.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem: MAX_MEMORY_BYTES });
}

/** @throws file-broken, file-newer if it exists but is not valid */
export function checkPassphraseFile(file: string): void {
  readJsonFile(file, () => fileSchema);
}
