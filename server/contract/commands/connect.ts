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
import { id, nothing } from './arguments.ts';

const change = {
  client: id,
  kind: z.enum(['connect', 'remove']),
  way: z.enum(['stdio', 'http']),
};

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
}
