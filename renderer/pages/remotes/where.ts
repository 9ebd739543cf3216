import { split } from 'shlex';
import type { RemoteRow } from '../../../server/contract/state.ts';

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
  return command.startsWith(program) ? `${short}${command.slice(program.length)}` : command;
}
