// Places in the window as fragments of its address, `#/threads/ID/changes/3`, `#/threads/ID/entry/MS/ID`: it opens there,
// and returns there after its process has died.
import type { ThreadPlace, WindowPlace } from './ipc.ts';

export type PageName = WindowPlace['page'];

export const pageNames = ['inbox', 'threads', 'clients', 'remotes', 'rules', 'activity', 'settings'] as const;

export function hashOf(place: WindowPlace): string {
  const open = openIn(place);
  const parts = [
    place.page,
    ...(open === undefined ? [] : [open]),
    ...(place.page === 'threads' ? tabIn(place) : []),
  ];
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

/** @returns the inbox for anything that is not a place */
export function placeOf(hash: string): WindowPlace {
  const [name, open, tab, turn, entryId] = hash.replace(/^#\//, '').split('/').map(decode);
  const page = pageNames.find((one) => one === name) ?? 'inbox';
  if (page === 'inbox') return { page, ...(open && { approvalId: open }) };
  if (page === 'threads') return { page, ...(open && { threadId: open, ...tabOf(tab, turn, entryId) }) };
  if (page === 'activity') return { page, ...((open === 'logs' || open === 'problems') && { tab: open }) };
  if (page === 'remotes') return { page, ...(open && { remote: open }) };
  if (page === 'rules') return { page, ...(open && { rule: open }) };
  return { page };
}

function openIn(place: WindowPlace): string | undefined {
  if (place.page === 'inbox') return place.approvalId;
  if (place.page === 'activity') return place.tab;
  if (place.page === 'remotes') return place.remote;
  if (place.page === 'rules') return place.rule;
  return place.page === 'threads' ? place.threadId : undefined;
}

function tabIn({ threadId, tab, turn, entry }: ThreadPlace): string[] {
  if (threadId === undefined) return [];
  if (entry && tab === undefined) return ['entry', String(entry.at), ...(entry.id ? [entry.id] : [])];
  if (tab === undefined) return [];
  return tab === 'changes' && turn !== undefined ? [tab, String(turn)] : [tab];
}

function tabOf(
  tab: string | undefined,
  turn: string | undefined,
  entryId: string | undefined,
): Pick<ThreadPlace, 'tab' | 'turn' | 'entry'> {
  if (tab === 'entry' && turn !== undefined && /^\d{1,15}$/.test(turn)) {
    return { entry: { at: Number(turn), ...(entryId && { id: entryId }) } };
  }
  if (tab === 'details') return { tab };
  if (tab !== 'changes') return {};
  return { tab, ...(turn !== undefined && /^[1-9]\d{0,6}$/.test(turn) && { turn: Number(turn) }) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
