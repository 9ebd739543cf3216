// The error of a JSON-RPC answer, in any form a remote may use.
import { INTERNAL_ERROR } from '../../base/json-rpc.ts';

export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/**
 * @param result the result beside it: if both are present, one is usually empty
 * @returns a proper JSON-RPC error, the same object if it is one; undefined if the call did not fail
 */
export function rpcErrorIn(error: unknown, result: unknown): RpcError | undefined {
  if (error === undefined || error === null) return undefined;
  const { code, message, data } = error as { code?: unknown; message?: unknown; data?: unknown };
  if (Number.isSafeInteger(code) && typeof message === 'string') return error as RpcError;
  const hasResult = result !== undefined && result !== null;
  const isEmpty = typeof error !== 'object' ? !error : code === undefined && message === undefined;
  if (isEmpty && hasResult) return undefined;
  const number = Number(code ?? Number.NaN);
  const said = message ?? error;
  return {
    code: Number.isSafeInteger(number) ? number : INTERNAL_ERROR,
    message: typeof said === 'string' ? said : (JSON.stringify(said) ?? 'it failed'),
    ...(data !== undefined && { data }),
  };
}
