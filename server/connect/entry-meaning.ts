// What an entry of any client says: which program it starts or which address it connects to. Each client has its own
// names for the same things.
import { isObject, memberOf } from './settings-format.ts';

export interface EntryMeaning {
  readonly command: string | undefined;
  readonly args: readonly string[];
  readonly cwd: string | undefined;
  readonly url: string | undefined;
  /** Variables the program gets. */
  readonly env: ReadonlyMap<string, string>;
  readonly headers: ReadonlyMap<string, string>;
  /** The token of an Authorization header. */
  readonly token: string | undefined;
}

export function meaningOf(entry: unknown): EntryMeaning {
  const command = memberOf(entry, 'command');
  // opencode has one list; older releases of Zed an object.
  const words = Array.isArray(command)
    ? texts(command)
    : [text(memberOf(command, 'path')) ?? text(command) ?? text(memberOf(entry, 'cmd'))];
  const [program, ...more] = words;
  const headers = pairs(memberOf(entry, 'headers') ?? memberOf(entry, 'http_headers'));
  const authorization = [...headers].find(([name]) => name.toLowerCase() === 'authorization')?.[1];
  return {
    command: program,
    args: [
      ...more.filter((word) => word !== undefined),
      ...texts(memberOf(command, 'args')),
      ...texts(memberOf(entry, 'args')),
    ],
    cwd: text(memberOf(entry, 'cwd')),
    env: pairs(['env', 'environment', 'envs'].map((key) => memberOf(entry, key)).find(isObject)),
    headers,
    url: ['url', 'httpUrl', 'serverUrl', 'uri']
      .map((key) => text(memberOf(entry, key)))
      .find((url) => url !== undefined),
    token: /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1],
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** Clients accept numbers and switches as values too. */
function pairs(value: unknown): Map<string, string> {
  if (!isObject(value)) return new Map();
  return new Map(Object.entries(value).map(([name, one]) => [name, String(one)]));
}
