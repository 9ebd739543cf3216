// Errors of listening: the address and port of the HTTP server.
import { messageOf, PatchbayError } from './error.ts';

/** @param owner the program that listens there, if known */
export function portInUse(
  port: number,
  byPatchbay: boolean,
  owner: { name: string; pid: number } | undefined,
): PatchbayError {
  const whom = byPatchbay ? 'another Patchbay' : (owner?.name ?? 'another program');
  return new PatchbayError(
    'port-in-use',
    `Port ${port} is already used by ${whom}${owner ? ` (process ${owner.pid})` : ''}.`,
    byPatchbay
      ? 'Use that one, stop it first, or choose another port with --port.'
      : 'Stop that program, or choose another port with --port (0 picks a free one).',
    {
      fixInWindow: byPatchbay
        ? 'Use that one, stop it first, or choose another port under Network in Settings.'
        : 'Stop that program, or choose another port under Network in Settings (0 picks a free one).',
    },
  );
}

/** The system refuses to listen on the address of --host. */
export function hostNotAvailable(host: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'host-not-available',
    `Patchbay cannot listen on ${host} (${messageOf(cause)}).`,
    'Pass an address of this machine with --host; 127.0.0.1 always works.',
    { cause },
  );
}

/** --no-auth was combined with an address that others reach. */
export function noAuthNeedsLoopback(host: string): PatchbayError {
  return new PatchbayError(
    'no-auth-needs-loopback',
    `--no-auth is refused for ${host}: anybody who reaches that address could run Codex as you.`,
    'Leave --host out (127.0.0.1), or leave --no-auth out and give each client a token with `patchbay token add NAME`.',
    {
      fixInWindow:
        'Leave --host out (127.0.0.1), or leave --no-auth out and make a token for each client on the page Clients.',
    },
  );
}
