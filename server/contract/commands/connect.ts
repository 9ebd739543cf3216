// What a window may ask about the settings of clients on this machine: what there is, what would be written, and to write
// what was shown.
import { z } from 'zod';
import type {
  EntryText,
  FoundClient,
  ProposedChange,
  ProposedImport,
  WrittenChange,
} from '../../connect/proposal.ts';
import type { RemoteDraft } from '../remote-draft.ts';
import { id, nothing } from './arguments.ts';

const change = {
  client: id,
  kind: z.enum(['connect', 'remove']),
  way: z.enum(['stdio', 'http']),
};

const pasted = z.string().max(1_000_000);

/** The arguments, by command name. */
export const connectCommands = {
  'find-clients': nothing,
  /** Started, not connected to: no token is made for a text. */
  'connection-text': z.strictObject({ client: id }),
  'propose-connection': z.strictObject(change),
  /** `digest`: of what the person was shown. */
  'write-connection': z.strictObject({ ...change, digest: z.string().max(100) }),
  'propose-import': nothing,
  'write-import': z.strictObject({ digest: z.string().max(100) }),
  /**
   * What a person has pasted to add a server, in any form; nothing is fetched or started. `write-pasted` writes what was
   * proposed for the same text.
   */
  'read-pasted': z.strictObject({ text: pasted }),
  'write-pasted': z.strictObject({ text: pasted, digest: z.string().max(100) }),
  /** `text`: a server.json, its address, a name in the registry, or a word to search for there. */
  'look-up-server': z.strictObject({ text: pasted.min(1) }),
} as const;

/** What comes back. */
export interface ConnectResults {
  'find-clients': readonly FoundClient[];
  'connection-text': EntryText;
  'propose-connection': ProposedChange;
  'write-connection': WrittenChange;
  'propose-import': ProposedImport;
  /** The copy of config.toml as it was, if it was there. */
  'write-import': { readonly backup: string | undefined };
  'read-pasted': ShownPasted;
  'write-pasted': { readonly names: readonly string[] };
  'look-up-server': ShownPublished;
}

/** What a pasted text is. All texts in it are a stranger's. */
export type ShownPasted =
  | {
      readonly kind: 'servers';
      readonly proposal: ProposedImport;
      readonly servers: readonly PastedTable[];
      /** What the text says beyond what is taken over. */
      readonly leftOut: readonly { readonly server: string; readonly members: readonly string[] }[];
    }
  | { readonly kind: 'published'; readonly published: ShownPublished }
  /** It has to be looked up where it was published, which the person starts. */
  | { readonly kind: 'look-up' }
  /** Words; looked up only if the person presses the button for it, which says that they are sent. */
  | { readonly kind: 'search' }
  /** `reason`: a clause about the text. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** A new table of config.toml. */
export interface PastedTable {
  readonly name: string;
  readonly transport: 'stdio' | 'http';
  /** The whole command line, or the address. */
  readonly where: string;
  /** For the form; undefined if that could not hold all of it, such as a secret that is kept. */
  readonly draft: RemoteDraft | undefined;
}

/** What was found: a list to choose from, or one server. All texts are its publisher's. */
export type ShownPublished =
  | {
      readonly kind: 'found';
      readonly servers: readonly {
        readonly name: string;
        readonly version: string;
        readonly description: string;
      }[];
    }
  | {
      readonly kind: 'server';
      readonly name: string;
      readonly description: string;
      readonly ways: readonly ShownWay[];
    };

/** A package or an address of a published server. */
export interface ShownWay {
  readonly label: string;
  /** A clause: why there is no draft. */
  readonly reason: string | undefined;
  /** For the new remote. */
  readonly name: string;
  readonly draft: RemoteDraft | undefined;
  /** What has a placeholder in the draft. */
  readonly missing: readonly { readonly placeholder: string; readonly description: string }[];
}
