// Chromium's DevTools protocol as far as the desktop benchmark needs it: looking at a page from outside, without
// anything in the app that would be measured too.
import { eventually } from '../support/processes.ts';

export interface DevTools {
  send(method: string, params?: object): Promise<Readonly<Record<string, unknown>>>;
  /** The value of an expression in the page; a promise is waited for. */
  evaluate<T>(expression: string): Promise<T>;
  onEvent(method: string, listener: (params: Readonly<Record<string, unknown>>) => void): void;
  close(): void;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** Between two documents of a page there is nothing to ask. */
const NO_DOCUMENT = /Cannot find default execution context/;

/** @param url `ws://…` of a page or of the browser */
export async function connectDevTools(url: string): Promise<DevTools> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  const listeners = new Map<string, (params: Readonly<Record<string, unknown>>) => void>();
  let sent = 0;

  socket.addEventListener('message', ({ data }) => {
    const { id, method, params = {}, result = {}, error } = JSON.parse(String(data)) as Message;
    if (method !== undefined) return listeners.get(method)?.(params);
    const waiter = waiting.get(id ?? 0);
    waiting.delete(id ?? 0);
    if (error) waiter?.reject(new Error(error.message));
    else waiter?.resolve(result as never);
  });

  function send(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    sent += 1;
    const id = sent;
    socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  }

  return {
    send,
    async evaluate<T>(expression: string): Promise<T> {
      const about = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await eventually(() =>
        send('Runtime.evaluate', about).catch((error) => {
          if (!NO_DOCUMENT.test(error.message)) throw error;
          return undefined;
        }),
      );
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { value: T }).value;
    },
    onEvent: (method, listener) => void listeners.set(method, listener),
    close: () => socket.close(),
  };
}
