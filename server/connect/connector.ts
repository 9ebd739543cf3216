// Connecting a client: shown first, then written, with a token of its own where it needs one, and taken back as exactly as
// possible. The command line and the window use the same.
import type { TokenStore } from '../config/client-tokens.ts';
import type { ConnectionsFile } from '../config/connections-file.ts';
import { defaultCeiling } from '../contract/ceiling.ts';
import {
  clientByHand,
  clientHasNoLink,
  clientNeedsStdio,
  clientSettingsChanged,
  clientUnknown,
} from '../errors/connect.ts';
import { PatchbayError } from '../errors/error.ts';
import { type KnownClient, knownClients, type Target } from './clients.ts';
import { entryText } from './edit-settings.ts';
import { meaningOf } from './entry-meaning.ts';
import {
  ENTRY_NAME,
  isInstalled,
  lookAt,
  lookInto,
  type OwnPlace,
  type SettingsLook,
  settingsFileOf,
} from './look.ts';
import type { Machine } from './machine.ts';
import { partsFor, planConnection, planRemoval, type SettingsChange } from './plan.ts';
import type { EntryText, FoundClient, ProposedChange, Way, WrittenChange } from './proposal.ts';
import { backUp, digestOf, modeOf, readSettingsText, replaceSettings } from './settings-files.ts';
import { unifiedDiff } from './unified-diff.ts';

export interface ConnectorOptions {
  readonly machine: Machine;
  readonly own: OwnPlace;
  /** What a client starts. */
  readonly command: Omit<Extract<Target, { kind: 'stdio' }>, 'kind'>;
  /** Where Patchbay listens, or as a rule does. */
  url(): string;
  readonly tokens: TokenStore;
  readonly connections: ConnectionsFile;
  readonly backupsFolder: string;
  /** Replaces secrets in what is shown. */
  redact(text: string): string;
}

export interface Connector {
  /** The installed clients, in the order of the table. */
  found(): FoundClient[];
  /** @throws client-unknown, client-by-hand, client-needs-stdio, client-settings-unreadable */
  propose(id: string, kind: ProposedChange['kind'], way: Way): ProposedChange;
  /**
   * Writes what was shown.
   * @param digest of the proposal
   * @throws client-settings-changed when it would be something else now, and what `propose` throws
   */
  write(id: string, kind: ProposedChange['kind'], way: Way, digest: string): WrittenChange;
  /**
   * An address that the client opens: it asks the person, and writes the entry itself. It starts Patchbay, so it holds no
   * token.
   * @throws client-unknown, client-has-no-link
   */
  link(id: string): string;
  /** The entry as text to paste, with a placeholder for a token. @throws client-unknown, client-needs-stdio */
  text(id: string, way: Way): EntryText;
}

/** Stands for a token that is made when the change is written. */
const PLACEHOLDER = 'TOKEN';
const READABLE_BY_OTHERS = 0o044;

export function createConnector(options: ConnectorOptions): Connector {
  const { machine, own, tokens, connections, backupsFolder } = options;

  function find(id: string): { client: KnownClient; shownFile: string } {
    const client = clientOf(id);
    const shownFile = settingsFileOf(client, machine);
    if (shownFile === undefined) throw clientByHand(client.name, client.afterwards);
    return { client, shownFile };
  }

  function targetFor(client: KnownClient, way: Way, token: string): Target {
    if (way === 'stdio') return { kind: 'stdio', ...options.command };
    if (!client.entry.http) throw clientNeedsStdio(client.name);
    return { kind: 'http', url: options.url(), token };
  }

  /** The token an own entry has, if it still opens the door. */
  function validToken({ own: names, entries }: SettingsLook): { token: string; name: string } | undefined {
    return names
      .map((name) => meaningOf(entries.get(name)).token)
      .flatMap((token) => {
        const verified = token === undefined ? undefined : tokens.verify(token, defaultCeiling);
        return token !== undefined && verified?.kind === 'valid'
          ? [{ token, name: verified.principal.name }]
          : [];
      })[0];
  }

  function removal(client: KnownClient, look: SettingsLook): SettingsChange | undefined {
    const connection = connections.of(look.file);
    const saved = connection?.backup ? readSettingsText(connection.backup) : undefined;
    // A copy that leads here itself, from a connection nobody knows of any more, is nothing to go back to.
    const leadsHere = saved !== undefined && lookInto(client, { ...look, text: saved }, own).own.length > 0;
    return planRemoval(client, look, leadsHere ? undefined : connection, saved);
  }

  function changeFor(
    client: KnownClient,
    look: SettingsLook,
    { kind, way, token }: { kind: ProposedChange['kind']; way: Way; token: string },
  ): SettingsChange | undefined {
    if (kind === 'remove') return removal(client, look);
    const change = planConnection(client, look, targetFor(client, way, token));
    const tokenNotes = change && way === 'http' ? [placeOfToken(look)] : [];
    return change && { ...change, notes: [...change.notes, ...tokenNotes] };
  }

  function propose(id: string, kind: ProposedChange['kind'], way: Way) {
    const { client, shownFile } = find(id);
    const look = lookAt(client, shownFile, own);
    const known = validToken(look);
    const change = changeFor(client, look, { kind, way, token: known?.token ?? PLACEHOLDER });
    const diff = change ? unifiedDiff(look.file, look.text, change.after, options.redact) : '';
    const proposal: ProposedChange = {
      client: id,
      clientName: client.name,
      kind,
      file: look.file,
      diff,
      notes: change?.notes ?? [],
      afterwards: client.afterwards,
      digest: digestOf(JSON.stringify([look.text ?? null, change?.after ?? null])),
    };
    return { proposal, client, look, change, known };
  }

  /** Its name is the client's id, with a number where somebody else has that. */
  function newToken(id: string): { name: string; token: string } {
    const taken = new Set(tokens.list().map(({ name }) => name));
    let name = id;
    for (let count = 2; taken.has(name); count += 1) name = `${id}-${count}`;
    return { name, token: tokens.add(name) };
  }

  function revoke(name: string): void {
    if (tokens.list().some((token) => token.name === name)) tokens.revoke(name);
  }

  /** Whether nobody has changed the file since it was connected. */
  function isUntouched({ file, text }: SettingsLook): boolean {
    return text !== undefined && connections.of(file)?.digest === digestOf(text);
  }

  function writeConnection(
    { client, look, known }: ReturnType<typeof propose>,
    shown: SettingsChange,
    way: Way,
  ): WrittenChange {
    const { file, text } = look;
    const earlier = connections.of(file);
    const made = way === 'http' && !known ? newToken(client.id) : undefined;
    const { after } = made
      ? (changeFor(client, look, { kind: 'connect', way, token: made.token }) ?? shown)
      : shown;
    if (after === undefined) throw new Error('a connection takes no file away');
    const token = made?.name ?? (way === 'http' ? earlier?.token : undefined);
    try {
      const copy = text === undefined ? undefined : backUp(backupsFolder, client.id, file, text);
      connections.put({
        client: client.id,
        file,
        // The file as nobody had connected it is the one to go back to.
        backup: earlier && isUntouched(look) ? earlier.backup : (copy ?? null),
        digest: digestOf(after),
        ...(token !== undefined && { token }),
      });
      replaceSettings(file, text, after);
      if (earlier?.token !== undefined && earlier.token !== token) revoke(earlier.token);
      return { backup: copy, token: way === 'http' ? (made?.name ?? known?.name) : undefined, isGone: false };
    } catch (error) {
      if (made) revoke(made.name);
      if (earlier) connections.put(earlier);
      else connections.forget(file);
      throw error;
    }
  }

  function writeRemoval(id: string, look: SettingsLook, { after }: SettingsChange): WrittenChange {
    const { file, text } = look;
    const earlier = connections.of(file);
    const saved = earlier?.backup ? readSettingsText(earlier.backup) : undefined;
    const isAsBefore = isUntouched(look) && after === saved;
    const copy = isAsBefore || text === undefined ? undefined : backUp(backupsFolder, id, file, text);
    replaceSettings(file, text, after);
    connections.forget(file);
    if (earlier?.token !== undefined) revoke(earlier.token);
    return { backup: copy, token: undefined, isGone: after === undefined };
  }

  return {
    found: () =>
      knownClients
        .filter((client) => isInstalled(client, machine))
        .map((client) => rowOf(client, machine, own)),

    propose: (id, kind, way) => propose(id, kind, way).proposal,

    write(id, kind, way, digest) {
      const proposed = propose(id, kind, way);
      const { look, change } = proposed;
      if (proposed.proposal.digest !== digest) throw clientSettingsChanged(look.file);
      if (!change) return { backup: undefined, token: undefined, isGone: false };
      return kind === 'remove' ? writeRemoval(id, look, change) : writeConnection(proposed, change, way);
    },

    link(id) {
      const client = clientOf(id);
      if (!client.link) throw clientHasNoLink(client.name, id);
      const { leads, defaults } = partsFor(client, targetFor(client, 'stdio', PLACEHOLDER));
      return client.link(ENTRY_NAME, { ...leads, ...defaults });
    },

    text(id, way) {
      const client = clientOf(id);
      const { leads, defaults } = partsFor(client, targetFor(client, way, PLACEHOLDER));
      const { format, container, afterwards } = client;
      return {
        text: entryText(format, container, ENTRY_NAME, { ...leads, ...defaults }),
        file: settingsFileOf(client, machine),
        afterwards,
      };
    },
  };
}

function clientOf(id: string): KnownClient {
  const client = knownClients.find((known) => known.id === id);
  if (!client)
    throw clientUnknown(
      id,
      knownClients.map((known) => known.id),
    );
  return client;
}

function rowOf(client: KnownClient, machine: Machine, own: OwnPlace): FoundClient {
  const { id, name } = client;
  const shownFile = settingsFileOf(client, machine);
  const row = {
    id,
    name,
    file: shownFile,
    way: undefined,
    takesAddress: client.entry.http !== undefined,
    problem: undefined,
  };
  if (shownFile === undefined) return { ...row, state: 'by-hand' };
  try {
    const look = lookAt(client, shownFile, own);
    const [first] = look.own;
    if (look.old.length > 0) return { ...row, state: 'calls-old-codex' };
    if (first === undefined) return { ...row, state: 'not-connected' };
    const isAddress = meaningOf(look.entries.get(first)).url !== undefined;
    return { ...row, state: 'connected', way: isAddress ? 'http' : 'stdio' };
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    return { ...row, state: 'unreadable', problem: error.summary };
  }
}

/** Where the token will stand, and who can read it there. */
function placeOfToken({ file, text }: SettingsLook): string {
  const mode = modeOf(file);
  const isOpen = text !== undefined && (mode & READABLE_BY_OTHERS) !== 0;
  const readers = isOpen
    ? `which other users of this machine can read too (mode ${mode.toString(8)})`
    : 'which only you can read';
  return `A token of its own will stand in the file, ${readers}. Do not share or synchronise the file.`;
}
