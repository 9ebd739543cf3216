// The host's side of what an app in a frame says (MCP Apps, 2026-01-26): JSON-RPC in messages between windows. Whatever
// a frame sends is hostile until shown otherwise: what is not understood is refused, and too much ends it.

const PROTOCOL_VERSION = '2026-01-26';
const METHOD_NOT_FOUND = -32_601;
const INVALID_PARAMS = -32_602;
const REFUSED = -32_000;

/** A burst is that many at once; that many more come back with each second. */
const MAX_MESSAGES = 100;
const MESSAGES_A_SECOND = 20;
const MAX_MESSAGE_CHARS = 1_000_000;
const MIN_HEIGHT = 60;
const MAX_HEIGHT = 600;

type Fields = Readonly<Record<string, unknown>>;

/** What an app wants of the person. */
export type AppWish =
  | { readonly kind: 'call'; readonly tool: string; readonly arguments: Fields }
  | { readonly kind: 'open'; readonly url: string };

export interface AppHostOptions {
  /** The call it shows. */
  readonly call: { readonly tool: Fields; readonly arguments: Fields; readonly result: Fields };
  theme(): 'light' | 'dark';
  readonly version: string;
  send(message: Fields): void;
  /** In pixels. */
  resize(height: number): void;
  /**
   * Asks the person and does it. Rejects with a reason for the app when they do not want it, or it failed.
   * @returns the result for the app
   */
  grant(wish: AppWish): Promise<Fields>;
  /** It says more than anybody reads. */
  end(): void;
  /** In ms. */
  now(): number;
}

export interface AppHost {
  /** @param data of a message that came from the frame itself */
  hear(data: unknown): void;
  /** The theme is another one. */
  themeChanged(): void;
}

export function createAppHost(options: AppHostOptions): AppHost {
  const { send } = options;
  let left = MAX_MESSAGES;
  let lastAt = options.now();
  let isOver = false;
  let isReady = false;
  let isAsking = false;

  function isTooMuch(data: unknown): boolean {
    const now = options.now();
    left = Math.min(MAX_MESSAGES, left + ((now - lastAt) / 1000) * MESSAGES_A_SECOND) - 1;
    lastAt = now;
    return left < 0 || sizeOf(data) > MAX_MESSAGE_CHARS;
  }

  function refuse(id: unknown, code: number, message: string): void {
    send({ jsonrpc: '2.0', id, error: { code, message } });
  }

  async function ask(id: unknown, wish: AppWish | undefined): Promise<void> {
    if (!wish) return refuse(id, INVALID_PARAMS, 'It is not understood.');
    if (isAsking) return refuse(id, REFUSED, 'The person is asked something else already.');
    isAsking = true;
    try {
      send({ jsonrpc: '2.0', id, result: await options.grant(wish) });
    } catch (error) {
      refuse(id, REFUSED, error instanceof Error ? error.message : 'It failed.');
    } finally {
      isAsking = false;
    }
  }

  function answer(id: unknown, method: string, params: Fields): void {
    const known = directAnswer(method, options);
    if (known) send({ jsonrpc: '2.0', id, result: known });
    else if (method === 'tools/call') void ask(id, wishToCall(params));
    else if (method === 'ui/open-link') void ask(id, wishToOpen(params));
    else refuse(id, METHOD_NOT_FOUND, 'Method not found');
  }

  function note(method: string, params: Fields): void {
    if (method === 'ui/notifications/size-changed') {
      const { height } = params;
      if (typeof height === 'number' && Number.isFinite(height))
        options.resize(Math.min(MAX_HEIGHT, Math.max(MIN_HEIGHT, Math.ceil(height))));
    } else if (method === 'ui/notifications/initialized' && !isReady) {
      isReady = true;
      const { arguments: args, result } = options.call;
      send({ jsonrpc: '2.0', method: 'ui/notifications/tool-input', params: { arguments: args } });
      send({ jsonrpc: '2.0', method: 'ui/notifications/tool-result', params: result });
    }
  }

  return {
    themeChanged() {
      if (!isReady || isOver) return;
      const params = { theme: options.theme() };
      send({ jsonrpc: '2.0', method: 'ui/notifications/host-context-changed', params });
    },
    hear(data) {
      if (isOver) return;
      if (isTooMuch(data)) {
        isOver = true;
        return options.end();
      }
      const { jsonrpc, id, method, params } = fieldsOf(data);
      if (jsonrpc !== '2.0' || typeof method !== 'string') return;
      if (typeof id === 'string' || typeof id === 'number') answer(id, method, fieldsOf(params));
      else note(method, fieldsOf(params));
    },
  };
}

/** To what needs nobody else. */
function directAnswer(method: string, options: AppHostOptions): Fields | undefined {
  if (method === 'ui/initialize') return introduction(options);
  if (method === 'ui/request-display-mode') return { mode: 'inline' };
  return method === 'ping' ? {} : undefined;
}

function introduction({ theme, version, call }: AppHostOptions): Fields {
  return {
    protocolVersion: PROTOCOL_VERSION,
    hostInfo: { name: 'patchbay', version },
    hostCapabilities: { serverTools: {}, openLinks: {} },
    hostContext: {
      theme: theme(),
      displayMode: 'inline',
      availableDisplayModes: ['inline'],
      containerDimensions: { maxHeight: MAX_HEIGHT },
      platform: 'desktop',
      toolInfo: { tool: call.tool },
    },
  };
}

function wishToCall({ name, arguments: args = {} }: Fields): AppWish | undefined {
  const isObject = typeof args === 'object' && args !== null && !Array.isArray(args);
  if (typeof name !== 'string' || name === '' || !isObject) return undefined;
  return { kind: 'call', tool: name, arguments: args as Fields };
}

function wishToOpen({ url }: Fields): AppWish | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? { kind: 'open', url: href } : undefined;
}

/** In characters of JSON; infinite for what is no JSON, which no app has to say. */
function sizeOf(data: unknown): number {
  try {
    return JSON.stringify(data)?.length ?? 0;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
