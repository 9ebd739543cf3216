// Clients and proxies give up on a connection that carries nothing: answers begin soon, and streams are kept alive.
import type { ServerResponse } from 'node:http';

/** The head of an answer waits this long for what it could leave with, then it goes alone. */
export const SILENT_MS = 100;
export const KEEP_ALIVE_MS = 5000;

/** Writes into an event stream from time to time what clients pass over. @returns a function that ends it */
export function keepAlive(response: ServerResponse): () => void {
  const timer = setInterval(() => response.write(': keepalive\n\n'), KEEP_ALIVE_MS);
  return () => clearInterval(timer);
}
