// The texts of the dialog that connects clients.

export const connecting = {
  titles: {
    text: (name: string) => `Connect ${name} by hand`,
    list: 'Connect a client',
    connect: (name: string) => `Connect ${name}`,
    remove: (name: string) => `Disconnect ${name}`,
  },
  here: 'Found on this machine',
  hereHint: 'You see the change to its settings before anything is written.',
  looking: 'Looking for clients…',
  noneFound: 'None of the clients Patchbay knows was found on this machine.',
  states: {
    connected: { stdio: 'Connected; it starts Patchbay', http: 'Connected, with a token' },
    'not-connected': 'Not connected',
    'calls-old-codex': 'Calls codex mcp-server, which Codex no longer has',
    unreadable: 'Its settings cannot be read',
    'by-hand': 'Its settings can only be changed in its own window',
  },
  connect: 'Connect…',
  fix: 'Fix…',
  remove: 'Disconnect…',
  text: 'Show text…',
  actionFor: (action: string, name: string) => `${action.replace('…', '')} ${name}`,
  other: 'Another client',
  way: 'How it connects',
  ways: { stdio: 'It starts Patchbay', http: 'It uses a token' },
  wayHints: {
    stdio: 'Works whether or not this app is running. No token is needed.',
    http: 'Works while this app is running. The client gets its own token, with its own mode and limits.',
  },
  nothingToDo: 'It is already connected this way.',
  notConnected: 'Nothing in its settings leads to Patchbay.',
  textFor: (file: string) => `Add this to ${file}:`,
  textByHand: 'Copy this text.',
  textThen: (afterwards: string) => `Then ${afterwards}.`,
  importFrom: 'Import from clients…',
  importTitle: 'Import MCP servers',
  importHint:
    'Servers that clients on this machine have configured. Codex and all clients of Patchbay get them.',
  importNothing: 'There is nothing to import.',
  importWrite: 'Add to config.toml',
  importLeft: (name: string, client: string, reason: string) =>
    `${name} of ${client} is left out: ${reason}.`,
  importDifferent: (server: string, client: string, other: string, names: readonly string[]) =>
    `${server} of ${client} leads to the same place as ${other}, but differs in ${names.join(', ')}. If one is enough, remove the other afterwards.`,
  importKept: (
    server: string,
    headers: readonly string[],
    client: string,
    place: 'keyring' | 'file' | undefined,
  ) =>
    `${headers.join(', ')} of ${server} ${headers.length === 1 ? 'is' : 'are'} taken from the settings of ${client} and kept ${place === 'file' ? 'in a file that only you can read' : 'with a key of the keychain'}. A Codex that is started without Patchbay does not have ${headers.length === 1 ? 'it' : 'them'}.`,
  importNotKept: (why: string) => `Secrets become variables: ${why}`,
  importVariable: (server: string, variable: string, client: string, isProgram: boolean) =>
    `${server} needs the variable ${variable}${isProgram ? ', since config.toml gives a program secrets from variables alone' : ''}. Its value is in the settings of ${client} and is not copied.`,
  importDone: (names: readonly string[]) => `Added: ${names.join(', ')}.`,
  back: 'Back',
  write: 'Write to settings',
  takeOut: 'Disconnect',
  written: 'The settings are written.',
  removed: 'Patchbay is removed from the settings.',
  next: (afterwards: string) => `Now ${afterwards}.`,
  backup: 'As it was before:',
  waiting: 'Waiting for its first connection…',
  isConnected: (name: string) => `${name} is connected.`,
};
