// The texts about the limits of a client and the expiry of its token.
import { plural } from './counts.ts';
import { time } from './time.ts';

export const limits = {
  folders: 'Folders',
  foldersHint: 'Its calls work in one of these or below. This limits where Codex works, not what it reads.',
  anyFolder: 'any folder',
  chooseFolder: 'Choose…',
  servers: 'MCP servers',
  remotes: 'Servers it may use',
  remotesHint: 'With their tools, resources and prompts; also for what Codex does for this client.',
  remoteChoices: { all: 'All', some: 'Only these' },
  remoteNames: 'These servers',
  noRemote: 'none',
  tools: 'Tools it may call',
  toolsHint:
    'By what each server says of its tools. A tool about which it says nothing counts as destructive.',
  toolChoices: {
    all: 'All',
    read: 'Those that only read',
    write: 'Those that destroy nothing',
    named: 'Only the ones named',
  },
  namedTools: 'Tools allowed by name',
  namedToolsHint:
    'SERVER/TOOL, for example docs/search. Put a name with a space in double quotes: docs/"full search".',
  notATool: (text: string, why: string) => `${text} names no tool: ${why}.`,
  codexTools: 'Can use the Codex tools',
  toolSearch: 'Finds tools by search',
  toolSearchHint:
    'Instead of every tool of the servers, which costs tokens with each request, it gets two: one to find tools and one to call them.',
  asks: 'Must ask at least',
  asksChoices: {
    any: 'As the call says',
    'on-request': 'At the edge of the sandbox',
    untrusted: 'Before everything except plain reads',
  },
  models: 'Models',
  modelsHint: 'The first is used when a call names none, unless config.toml names one of these.',
  anyModel: 'any model',
  turns: 'Turns at once',
  anyTurns: 'any number',
  expiry: 'Token expires',
  never: 'Never',
  unused: (days: number) => `After ${plural(days, 'day', 'days')} without use`,
  onDay: (day: string) => `After ${day}`,
  day: (ms: number) => time.day(ms),
  expires: (day: string) => `expires ${day}`,
  expired: 'Token expired',
  expiredHint: 'This client is refused until you renew its token.',
  renew: 'Renew',
  badges: {
    folders: (names: readonly string[]) =>
      names.length === 1 ? `In ${names[0]}` : `In ${plural(names.length, 'folder', 'folders')}`,
    remotes: (names: readonly string[]) =>
      names.length === 0 ? 'No MCP servers' : `MCP servers: ${names.join(', ')}`,
    tiers: { read: 'Tools that only read', write: 'Tools that destroy nothing' } as Readonly<
      Record<string, string>
    >,
    tools: (count: number) => (count === 0 ? 'No tools' : plural(count, 'tool by name', 'tools by name')),
    noCodex: 'No Codex tools',
    toolSearch: 'Tool search',
    asks: { 'on-request': 'Asks at the edge', untrusted: 'Asks before everything' } as Readonly<
      Record<string, string>
    >,
    models: (names: readonly string[]) => names.join(', '),
    turns: (count: number) => `${plural(count, 'turn', 'turns')} at once`,
  },
};
