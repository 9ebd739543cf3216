// What an entry of any client says: which program it starts or which address it connects to. Each client has its own
// names for the same things.
import { isObject } from './settings-format.ts';

export interface EntryMeaning {
  readonly command: string | undefined;
  readonly args: readonly string[];
  readonly url: string | undefined;
  /** Variables the program gets. */
  readonly env: Readonly<Record<string, unknown>>;
  /** The token of an Authorization header. */
  readonly token: string | undefined;
}

export function meaningOf(entry: unknown): EntryMeaning {
  if (!isObject(entry)) return { command: undefined, args: [], env: {}, url: undefined, token: undefined };
  const { command, cmd, args } = entry;
  // opencode has one list; older releases of Zed an object.
  const words = Array.isArray(command)
    ? texts(command)
    : [textIn(command, 'path') ?? text(command) ?? text(cmd)];
  const [program, ...more] = words;
  const inner = isObject(command) ? texts(command['args']) : [];
  const headers = entry['headers'] ?? entry['http_headers'];
  const authorization = isObject(headers)
    ? Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1]
    : undefined;
  return {
    command: program,
    args: [...more.filter((word) => word !== undefined), ...inner, ...texts(args)],
    env: [entry['env'], entry['environment'], entry['envs']].find(isObject) ?? {},
    url: ['url', 'httpUrl', 'serverUrl', 'uri']
      .map((key) => text(entry[key]))
      .find((url) => url !== undefined),
    token: /^Bearer (\S+)$/i.exec(text(authorization) ?? '')?.[1],
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function textIn(value: unknown, key: string): string | undefined {
  return isObject(value) ? text(value[key]) : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
