/**
 * Whether only this machine can be meant by a host name.
 * @param host as a URL has it, or bare: `localhost`, `127.0.0.1`, `::1`, `[::1]`
 */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|::1|\[::1\])$/.test(host);
}
