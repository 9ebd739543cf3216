// Passes with which the engine reaches remotes through us: one for each thread and remote, made when the thread is
// loaded, invalid for any other remote, and ended as soon as the thread is unloaded. Kept hashed, only in memory.
import { hash, randomBytes, randomUUID } from 'node:crypto';

/** A thread while the engine has it loaded. */
export interface LoadedThread {
  /** Id of the principal it belongs to. */
  readonly principal: string;
  readonly cwd: string;
  /** Undefined until the engine has named it; the engine connects to remotes before that. */
  id: string | undefined;
  /** Whether the client it was loaded for can answer `sampling/createMessage`. */
  readonly canSample: boolean;
}

export interface ThreadPass {
  /** Identifies the pass where the token must not appear. */
  readonly id: string;
  readonly thread: LoadedThread;
  /** The only remote it opens. */
  readonly remote: string;
}

export interface ThreadPasses {
  /** @returns the token, which is stored nowhere */
  issue(thread: LoadedThread, remote: string): string;
  find(token: string): ThreadPass | undefined;
  withId(id: string): ThreadPass | undefined;
  /** Ends the passes of the other threads. */
  keepOnly(isStillLoaded: (thread: LoadedThread) => boolean): void;
}

/** @param onEnded called after passes have ended */
export function createThreadPasses(onEnded: () => void): ThreadPasses {
  const byHash = new Map<string, ThreadPass>();
  const byId = new Map<string, ThreadPass>();

  return {
    issue(thread, remote) {
      const token = `pb_${randomBytes(32).toString('base64url')}`;
      const pass: ThreadPass = { id: `pass_${randomUUID()}`, thread, remote };
      byHash.set(hashOf(token), pass);
      byId.set(pass.id, pass);
      return token;
    },
    find: (token) => byHash.get(hashOf(token)),
    withId: (id) => byId.get(id),
    keepOnly(isStillLoaded) {
      const before = byHash.size;
      for (const [hash, { id, thread }] of byHash) {
        if (isStillLoaded(thread)) continue;
        byHash.delete(hash);
        byId.delete(id);
      }
      if (byHash.size < before) onEnded();
    },
  };
}

function hashOf(token: string): string {
  return hash('sha256', token);
}
