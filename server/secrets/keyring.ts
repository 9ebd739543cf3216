// The key that seals secrets, stored in the system's keychain: Keychain, Credential Manager, Secret Service. One
// entry, read once, so that a person unlocks it only once and secrets can have any size.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { keychainMissing } from '../errors/secrets.ts';

export interface Keyring {
  /**
   * @param isMade whether to create one if there is none
   * @returns 32 bytes; undefined when there is none
   * @throws keychain-missing when there is no keychain, it stays locked, or it does not answer
   */
  key(isMade: boolean): Promise<Buffer | undefined>;
}

interface KeyringOptions {
  /** Path of keyring-main.ts, or its bundle. */
  readonly program: string;
  /** The owner of the key: PATCHBAY_HOME. */
  readonly account: string;
  readonly env: NodeJS.ProcessEnv;
}

const SERVICE = 'Patchbay';
const KEY_BYTES = 32;
/** Long enough for a person to unlock it when prompted. */
const ANSWER_TIMEOUT_MS = 30_000;
/** A keychain that did not answer is not asked again for each request. */
const LEFT_ALONE_MS = 30_000;

export function openKeyring(options: KeyringOptions & { timeoutMs?: number }): Keyring {
  let known: Buffer | undefined;
  let failed: { readonly error: unknown; readonly at: number } | undefined;
  let asking: Promise<unknown> = Promise.resolve();

  async function ask(isMade: boolean): Promise<Buffer | undefined> {
    if (known) return known;
    if (failed && Date.now() - failed.at < LEFT_ALONE_MS) throw failed.error;
    try {
      const stored = await askProgram(options, isMade ? randomBytes(KEY_BYTES).toString('base64') : '');
      failed = undefined;
      const key = Buffer.from(stored, 'base64');
      if (key.length === KEY_BYTES) known = key;
      return known;
    } catch (error) {
      failed = { error, at: Date.now() };
      throw error;
    }
  }

  return {
    key(isMade) {
      const answer = asking.then(
        () => ask(isMade),
        () => ask(isMade),
      );
      asking = answer;
      return answer;
    },
  };
}

async function askProgram(options: KeyringOptions & { timeoutMs?: number }, wanted: string): Promise<string> {
  const child = spawn(process.execPath, [options.program, SERVICE, options.account], {
    env: { ...options.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: 'pipe',
    timeout: options.timeoutMs ?? ANSWER_TIMEOUT_MS,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(wanted);
  try {
    const [answer, complaint, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close') as Promise<[number | null]>,
    ]);
    if (code === 0) return answer;
    throw keychainMissing(code === null ? 'it did not answer' : (complaint.split('\n')[0] ?? ''));
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'keychain-missing'
      ? error
      : keychainMissing((error as Error).message);
  }
}
