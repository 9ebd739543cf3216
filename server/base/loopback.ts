/** In the Host header of requests to this machine, as in the SDK's `localhostAllowedHostnames`. */
export const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'] as const;

/**
 * Whether only this machine can be meant by a host name.
 * @param host as a URL has it, or bare: `localhost`, `127.0.0.1`, `::1`, `[::1]`
 */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|::1|\[::1\])$/.test(host);
}
