// Secrets at rest: a small store that keeps them sealed with a key from the system's keychain, unencrypted in a file
// readable only by its owner, or only in memory. The agent's shell can read none of them, because PATCHBAY_HOME is
// denied to it.
import { isDeepStrictEqual } from 'node:util';
import { createListeners } from '../base/listeners.ts';
import type { Logger } from '../logging/logger.ts';
import type { Keyring } from './keyring.ts';
import { seal, unseal } from './sealed.ts';
import { openSecretFile, type SecretEntry } from './secret-file.ts';

/** `keyring`: in PATCHBAY_HOME, sealed with a key that the system's keychain holds. */
export type StoreKind = 'keyring' | 'file' | 'memory';

export interface StorePlace {
  readonly kind: StoreKind;
  /** Why secrets are only in memory although the person did not choose that, as a sentence. */
  readonly notice: string | undefined;
}

export interface Secrets {
  names(): readonly string[];
  /** The public part; answers at once. Undefined if there is none. */
  about(name: string): unknown;
  /** Where the secret of this name is stored. */
  keptIn(name: string): StoreKind | undefined;
  /**
   * @returns undefined if there is none, or it can no longer be opened
   * @throws keychain-missing when it is sealed and the keychain does not answer
   */
  get(name: string): Promise<string | undefined>;
  /**
   * @returns where it is stored now
   * @throws keychain-missing if the person wants it in the keychain only
   */
  set(name: string, about: unknown, secret: string): Promise<StoreKind>;
  /** Removes it from every store. */
  delete(name: string): void;
  /** Where the next secret will be stored. @throws keychain-missing */
  place(): Promise<StorePlace>;
  /** Calls back with the names whose entry changed, even by another process. @returns a function that ends this */
  onChanged(listener: (names: ReadonlySet<string>) => void): () => void;
  /** Closing twice is harmless. */
  close(): void;
}

export interface SecretsOptions {
  readonly file: string;
  readonly keyring: Keyring;
  /** The person's choice; read each time. */
  mode(): StoreKind | 'auto';
  readonly logger: Logger;
}

export function openSecrets({ file, keyring, mode, logger }: SecretsOptions): Secrets {
  const secretFile = openSecretFile(file);
  const memory = new Map<string, { readonly about: unknown; readonly secret: string }>();
  const listeners = createListeners<[names: ReadonlySet<string>]>();
  /** The decrypted values, until the file changes. */
  const opened = new WeakMap<SecretEntry, { readonly secret: string | undefined }>();
  let stopWatching: (() => void) | undefined;
  let hasWarned = false;

  function tell(names: ReadonlySet<string>): void {
    if (names.size > 0) listeners.tell(names);
  }

  async function place(): Promise<StorePlace> {
    const wanted = mode();
    if (wanted === 'file' || wanted === 'memory') return { kind: wanted, notice: undefined };
    try {
      await keyring.key(true);
      return { kind: 'keyring', notice: undefined };
    } catch (error) {
      if (wanted === 'keyring') throw error;
      const notice = (error as Error).message;
      if (!hasWarned) logger.warn('secrets-in-memory', { message: notice });
      hasWarned = true;
      return { kind: 'memory', notice };
    }
  }

  async function put(name: string, about: unknown, secret: string): Promise<StoreKind> {
    const { kind } = await place();
    if (kind === 'memory') {
      if (name in secretFile.read()) remove(name);
      memory.set(name, { about, secret });
      return kind;
    }
    const key = kind === 'keyring' ? await keyring.key(true) : undefined;
    const hidden = key ? { sealed: seal(secret, name, key) } : { plain: secret };
    secretFile.change((entries) => ({ ...entries, [name]: { about, ...hidden } }));
    memory.delete(name);
    return kind;
  }

  function remove(name: string): void {
    secretFile.change((entries) =>
      Object.fromEntries(Object.entries(entries).filter(([one]) => one !== name)),
    );
  }

  async function get(name: string): Promise<string | undefined> {
    const held = memory.get(name);
    if (held) {
      // The person has chosen another store in the meantime.
      if (mode() === 'file') await put(name, held.about, held.secret);
      return held.secret;
    }
    const entry = secretFile.read()[name];
    if (entry?.plain !== undefined) return entry.plain;
    if (entry?.sealed === undefined) return undefined;
    const known = opened.get(entry);
    if (known) return known.secret;
    const key = await keyring.key(false);
    const secret = key && unseal(entry.sealed, name, key);
    if (secret === undefined) logger.warn('secret-not-opened', { name });
    opened.set(entry, { secret });
    return secret;
  }

  return {
    place,
    get,
    names: () => [...new Set([...memory.keys(), ...Object.keys(secretFile.read())])],
    about: (name) => memory.get(name)?.about ?? secretFile.read()[name]?.about,
    keptIn(name) {
      if (memory.has(name)) return 'memory';
      const entry = secretFile.read()[name];
      if (!entry) return undefined;
      return entry.sealed === undefined ? 'file' : 'keyring';
    },
    async set(name, about, secret) {
      const kind = await put(name, about, secret);
      tell(new Set([name]));
      return kind;
    },
    delete(name) {
      const wasThere = memory.delete(name);
      const isInFile = name in secretFile.read();
      if (isInFile) remove(name);
      if (wasThere || isInFile) tell(new Set([name]));
    },
    onChanged(listener) {
      stopWatching ??= secretFile.watch((before, after) => {
        const names = new Set([...Object.keys(before), ...Object.keys(after)]);
        tell(new Set([...names].filter((name) => !isDeepStrictEqual(before[name], after[name]))));
      });
      return listeners.add(listener);
    },
    close() {
      stopWatching?.();
      stopWatching = undefined;
    },
  };
}
