// docs/clients.md: for every client that `patchbay connect` knows, where its settings are and what is written there.
import { type KnownClient, knownClients, type Target } from '../../server/connect/clients.ts';
import { entryText } from '../../server/connect/edit-settings.ts';
import { ENTRY_NAME } from '../../server/connect/look.ts';
import type { Machine } from '../../server/connect/machine.ts';
import { partsFor } from '../../server/connect/plan.ts';
import { anchorOf, page, pageHead, table } from './markdown.ts';

const systems: readonly (readonly [name: string, machine: Machine])[] = [
  ['Linux', { platform: 'linux', env: {}, home: '~' }],
  ['macOS', { platform: 'darwin', env: {}, home: '~' }],
  ['Windows', { platform: 'win32', env: {}, home: '%USERPROFILE%' }],
];

/** As the package for Debian has it; a checkout names Node and its own file. */
const program: Target = { kind: 'stdio', command: '/usr/bin/patchbay', args: ['mcp-server'], env: {} };
const address: Target = { kind: 'http', url: 'http://127.0.0.1:7345/mcp', token: 'TOKEN' };

export function clientPage(): string {
  return page([
    ...pageHead('Clients', '`server/connect/clients.ts`'),
    '',
    '`patchbay connect CLIENT` writes these entries. [Connecting](connect.md) says how, and what it never does.',
    'Use the text for a client on another machine, or when you keep settings files yourself; `patchbay connect CLIENT --print` prints it with the paths of your machine.',
    '',
    ...table(
      ['client', 'command'],
      knownClients.map(({ id, name }) => [`[${name}](#${anchorOf(name)})`, `\`patchbay connect ${id}\``]),
    ),
    '',
    ...knownClients.flatMap(sectionOf),
  ]);
}

function sectionOf(client: KnownClient): string[] {
  const { id, name, afterwards, settings } = client;
  const http = entryOf(client, address);
  return [
    `## ${name}`,
    '',
    settings
      ? `\`patchbay connect ${id}\`, then ${afterwards}. \`patchbay connect ${id} --remove\` takes it out again.`
      : `\`patchbay connect ${id}\` prints the text, since only its own window changes its settings: ${afterwards}. Take it out in the same place.`,
    '',
    ...(settings
      ? table(
          ['system', 'settings file'],
          systems.map(([system, machine]) => [
            system,
            settings(machine)
              .map((file) => `\`${file}\``)
              .join(', else '),
          ]),
        )
      : []),
    '',
    ...(entryOf(client, program) ?? []),
    '',
    ...(http
      ? ['<details><summary>With <code>--http</code></summary>', '', ...http, '', '</details>']
      : ['It accepts no server with an address and a token in this file, so there is no `--http`.']),
    '',
  ];
}

function entryOf(client: KnownClient, target: Target): string[] | undefined {
  if (target.kind === 'http' && !client.entry.http) return undefined;
  const { leads, defaults } = partsFor(client, target);
  const text = entryText(client.format, client.container, ENTRY_NAME, { ...leads, ...defaults });
  return [`\`\`\`${client.format}`, text.trimEnd(), '```'];
}
