// Whether a thread passes a person's filters.
import type { RecordedThreadFacts, ThreadFilter } from './thread-search.ts';

/** What of a thread is filtered. */
export type FilteredThread = Pick<
  RecordedThreadFacts,
  'folder' | 'client' | 'state' | 'days' | 'isArchived'
> & { readonly principal?: string };

export function isWantedThread(thread: FilteredThread, filter: ThreadFilter): boolean {
  const { folder, client, state, day, isArchived = false } = filter;
  return (
    thread.isArchived === isArchived &&
    (folder === undefined || isAtOrBelow(thread.folder, folder)) &&
    (client === undefined || isOfClient(thread, client)) &&
    (state === undefined || thread.state === state) &&
    (day === undefined || thread.days.includes(day))
  );
}

/**
 * @param asker.client as it is shown: the name of a token, `local` or `anonymous`, and how the program introduced itself,
 *   `local (cursor)`
 * @param wanted all of that, one of the two, or the principal's id
 */
export function isOfClient(
  { client = '', principal }: { readonly client?: string | undefined; readonly principal?: string },
  wanted: string,
): boolean {
  return (
    client === wanted ||
    principal === wanted ||
    client.startsWith(`${wanted} (`) ||
    client.endsWith(` (${wanted})`)
  );
}

function isAtOrBelow(folder: string, wanted: string): boolean {
  const top = wanted.replace(/[\\/]+$/, '');
  return folder === top || folder.startsWith(`${top}/`) || folder.startsWith(`${top}\\`);
}

/** As a filter has it: `2026-11-29`, on the clock here. @param at in ms since 1970 */
export function dayOf(at: number): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
