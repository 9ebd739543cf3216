import type { RemoteRow } from '../../../server/view/state.ts';

/** What a list has room for: the host of an address, the beginning of a command. */
export function shortWhere({ transport, where = '' }: RemoteRow): string {
  if (transport !== 'http' || !URL.canParse(where)) return where;
  const { host, pathname } = new URL(where);
  return `${host}${pathname === '/' ? '' : pathname}`;
}
