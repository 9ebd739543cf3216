import { split } from 'shlex';
import type { RemoteRow } from '../../../server/contract/state.ts';

/** Programs whose first path is the script they run. */
const SCRIPT_RUNNERS = ['node', 'python', 'python3', 'bun', 'deno', 'tsx', 'ruby', 'php'];

/** The short form for lists: the host of an address, a command without the folder of its program. */
export function shortWhere({ transport, where = '' }: RemoteRow): string {
  if (transport === 'stdio') return shortCommand(where);
  if (!URL.canParse(where)) return where;
  const { host, pathname } = new URL(where);
  return `${host}${pathname === '/' ? '' : pathname}`;
}

function shortCommand(command: string): string {
  const [program = ''] = split(command);
  const short = program.split(/[\\/]/).at(-1) ?? program;
  if (!command.startsWith(program)) return command;
  const rest = command.slice(program.length);
  // Where a script lies says less than its name, and a list has no place for both.
  return `${short}${SCRIPT_RUNNERS.includes(short) ? rest.replace(/(?<=\s)\/\S+\/(?=[^\s/])/, '…/') : rest}`;
}
