// Which HTTP status an error of the MCP client SDK is about. Separate from the SDK, which is loaded only where it is
// used.

interface Carrier {
  readonly status?: unknown;
  readonly code?: unknown;
  readonly event?: { readonly code?: unknown };
  readonly cause?: unknown;
}

/** @returns the status of a failed HTTP answer, anywhere in the chain of causes */
export function httpStatusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { status, code, event, cause } = error as Carrier;
  const found = [status, code, event?.code].find(isStatus);
  return typeof found === 'number' ? found : httpStatusOf(cause);
}

function isStatus(value: unknown): boolean {
  return typeof value === 'number' && value >= 400 && value < 600;
}
