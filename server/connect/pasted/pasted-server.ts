// One server of a pasted text, in the form that clients share: `command`, `args`, `env`, `cwd`, or `url` and `headers`. What a
// client, or Codex, says about it beyond that is named and left out: some of it would approve calls or run another program.
import path from 'node:path';
import { meaningOf } from '../entry-meaning.ts';
import { type Entry, isObject, memberOf } from '../settings-format.ts';
import { isKnownProgram } from './known-programs.ts';

export interface PastedServer {
  readonly name: string;
  readonly entry: Entry;
  /** Members that are not taken over. */
  readonly leftOut: readonly string[];
}

const UNDERSTOOD = [
  ...['name', 'command', 'cmd', 'args', 'cwd', 'env', 'environment', 'envs', 'env_vars'],
  ...[
    'url',
    'httpUrl',
    'serverUrl',
    'uri',
    'headers',
    'http_headers',
    'env_http_headers',
    'bearer_token_env_var',
  ],
  ...['type', 'transport', 'enabled', 'disabled'],
];

export function pastedServer(name: string, given: Entry): PastedServer {
  const { command, args, cwd, url, env, headers } = meaningOf(given);
  const leftOut = Object.keys(given).filter((key) => !UNDERSTOOD.includes(key));
  if (url !== undefined) {
    const all = { ...Object.fromEntries(headers), ...headersFromVariables(given) };
    return { name, entry: { url, ...(Object.keys(all).length > 0 && { headers: all }) }, leftOut };
  }
  const program = withoutShell(command ?? '', args);
  const passed = withPassedVariables(program);
  const variables = { ...Object.fromEntries(env), ...variablesByName(given), ...passed.env };
  return {
    name,
    entry: {
      ...(command !== undefined && { command: passed.command }),
      args: passed.args,
      ...(cwd !== undefined && { cwd }),
      ...(Object.keys(variables).length > 0 && { env: variables }),
    },
    leftOut,
  };
}

interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** Some write the whole command line into `command`. */
function withoutShell(command: string, args: readonly string[]): Program {
  const [first = '', ...more] = command.split(/\s+/);
  const isLine = more.length > 0 && isKnownProgram(first) && !/["'\\]/.test(command);
  return isLine ? { command: first, args: [...more, ...args] } : { command, args };
}

/**
 * `docker run -e NAME=VALUE` as `docker run -e NAME` with the variable: Docker passes it on, and its value does not stand
 * in a command line that every process of the machine can read.
 */
function withPassedVariables({ command, args }: Program): Program & { env: Record<string, string> } {
  const env: Record<string, string> = {};
  if (!/^(docker|podman)(\.exe)?$/i.test(path.posix.basename(command)) || !args.includes('run')) {
    return { command, args, env };
  }
  const passed = args.map((word, index) => {
    const before = args[index - 1] ?? '';
    const isValue = before === '-e' || before === '--env';
    const [, flag = '', name = '', value = ''] = /^(--env=|-e=?)?([A-Za-z_]\w*)=([\s\S]*)$/.exec(word) ?? [];
    if (name === '' || (flag === '' && !isValue)) return word;
    env[name] = value;
    return `${flag}${name}`;
  });
  return { command, args: passed, env };
}

/** As config.toml names variables that are passed on. */
function variablesByName(given: Entry): Record<string, string> {
  const listed = memberOf(given, 'env_vars');
  const names = (Array.isArray(listed) ? listed : []).map((one: unknown) =>
    isObject(one) ? one['name'] : one,
  );
  return Object.fromEntries(
    names.filter((one) => typeof one === 'string').map((name) => [name, `\${${name}}`]),
  );
}

function headersFromVariables(given: Entry): Record<string, string> {
  const named = memberOf(given, 'env_http_headers');
  const bearer = memberOf(given, 'bearer_token_env_var');
  return {
    ...(isObject(named) &&
      Object.fromEntries(Object.entries(named).map(([name, variable]) => [name, `\${${String(variable)}}`]))),
    ...(typeof bearer === 'string' && { Authorization: `Bearer \${${bearer}}` }),
  };
}
