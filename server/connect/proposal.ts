// What a connector tells about clients and changes of their settings, to a terminal or a window.

/** How a client is to come in: it starts Patchbay, or connects to an address. */
export type Way = 'stdio' | 'http';

/** A client as a list shows it. */
export interface FoundClient {
  readonly id: string;
  readonly name: string;
  /** Undefined where only the client's own window changes its settings. */
  readonly file: string | undefined;
  readonly state: 'connected' | 'not-connected' | 'calls-old-codex' | 'unreadable' | 'by-hand';
  /** How it comes in, when it is connected. */
  readonly way: Way | undefined;
  /** Whether it can connect to an address. */
  readonly takesAddress: boolean;
  /** What is wrong with its file. */
  readonly problem: string | undefined;
}

/** An entry to be entered by hand. */
export interface EntryText {
  readonly text: string;
  /** Where it goes; undefined where only the client's own window changes its settings. */
  readonly file: string | undefined;
  /** A clause: what the person does then. */
  readonly afterwards: string;
}

/** A change that has been worked out and not been written. */
export interface ProposedChange {
  readonly client: string;
  readonly clientName: string;
  readonly kind: 'connect' | 'remove';
  readonly file: string;
  /** Empty if there is nothing to do. */
  readonly diff: string;
  /** Sentences about it. */
  readonly notes: readonly string[];
  /** A clause: what the person does so that the client reads its settings again. */
  readonly afterwards: string;
  /** Of the file before and after, to be given to `write`. */
  readonly digest: string;
}

export interface WrittenChange {
  /** The copy of the file as it was; undefined if it was not there, or is as it was before the client was connected. */
  readonly backup: string | undefined;
  /** The name of the token the client has, if it needs one. */
  readonly token: string | undefined;
  /** Whether the file was taken away, because there was none before. */
  readonly isGone: boolean;
}

/** A server that is not imported. */
export interface LeftServer {
  readonly name: string;
  readonly clientName: string;
  /** A clause: `it is switched off there`. */
  readonly reason: string;
}

/** A value that was not copied. */
export interface NeededVariable {
  readonly variable: string;
  /** The name of the new table. */
  readonly server: string;
  /** Whether it starts a program, which config.toml gives secrets from variables alone. */
  readonly isProgram: boolean;
  readonly clientName: string;
}

/** A server that leads to the same place as another one, and is not the same. */
export interface DifferentServer {
  /** The name of the new table. */
  readonly server: string;
  readonly clientName: string;
  /** The name of the table that is there, or new too. */
  readonly other: string;
  /** The variables or headers in which they differ. */
  readonly names: readonly string[];
}

/** Headers that are kept with the secrets of Patchbay instead of in config.toml. */
export interface KeptSecret {
  /** The name of the new table. */
  readonly server: string;
  readonly clientName: string;
  /** Their names. */
  readonly headers: readonly string[];
}

/** What would be imported into config.toml. */
export interface ProposedImport {
  /** config.toml, without links. */
  readonly file: string;
  /** The names of the new tables. */
  readonly names: readonly string[];
  /** Empty if there is nothing to import. */
  readonly diff: string;
  readonly left: readonly LeftServer[];
  readonly variables: readonly NeededVariable[];
  readonly different: readonly DifferentServer[];
  readonly secrets: readonly KeptSecret[];
  /** Where these are kept. */
  readonly keptIn?: 'keyring' | 'file';
  /** Why they became variables instead, as a sentence. */
  readonly notKept?: string;
  /** Why a client's settings could not be read, as sentences. */
  readonly problems: readonly string[];
  /** Of the file before and after. */
  readonly digest: string;
}
