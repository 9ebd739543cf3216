// A server from somewhere else for the window's form: a pasted one, or each way of a published one, as a draft that the person
// completes.

import type { LookedUp, TableWay } from '../../connect/published/look-up.ts';
import type { Entry } from '../../connect/settings-format.ts';
import type { PastedTable, ShownPublished, ShownWay } from '../../contract/commands/connect.ts';
import { type RemoteDraft, whereOf } from '../../contract/remote-draft.ts';
import { parseRemote, type RemoteConfig } from '../../remotes/config.ts';
import { draftOf } from './edits.ts';

export function shownPublished(found: LookedUp): ShownPublished {
  if (found.kind === 'found') return found;
  return { ...found, ways: found.ways.map(shownWay) };
}

function shownWay({ label, reason, name, table, missing }: TableWay): ShownWay {
  const parsed = table && parseRemote(name, table, {});
  if (parsed?.kind !== 'remote') {
    return { label, name, missing, reason: reason ?? parsed?.reason ?? '', draft: undefined };
  }
  return { label, name, missing, reason: undefined, draft: draftWithValues(parsed.config) };
}

/** @param isWhole whether the table alone is the server: no secret of it is kept elsewhere */
export function pastedTable(name: string, table: Entry, isWhole: boolean): PastedTable[] {
  const parsed = parseRemote(name, table, {});
  if (parsed.kind !== 'remote') return [];
  const { transport } = parsed.config;
  return [
    {
      name,
      transport: transport.kind,
      where: whereOf(transport),
      draft: isWhole ? draftWithValues(parsed.config) : undefined,
    },
  ];
}

/** These values were published: or pasted: they are no secrets, and the person has to see them. */
function draftWithValues(config: RemoteConfig): RemoteDraft {
  const draft = draftOf(config);
  const { transport } = config;
  const valued = (pairs: Readonly<Record<string, string>>) =>
    Object.entries(pairs).map(([name, value]) => ({ name, value }));
  if (draft.kind === 'stdio' && transport.kind === 'stdio') return { ...draft, env: valued(transport.env) };
  if (draft.kind === 'http' && transport.kind === 'http')
    return { ...draft, headers: valued(transport.headers) };
  return draft;
}
