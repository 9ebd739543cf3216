// `patchbay import`: MCP servers of other clients into config.toml. The change goes to stdout, everything else to stderr.
import { ensureHome, resolvePaths } from '../config/paths.ts';
import { type Importer, openImporter } from '../connect/importer.ts';
import { ownPlaceOf, thisMachine } from '../connect/open-connector.ts';
import type { ProposedImport } from '../connect/proposal.ts';
import { makeVisible } from '../contract/visible.ts';
import { openCommandLog } from '../logging/open-log.ts';
import { openHomeSecrets } from '../secrets/home-secrets.ts';
import { confirmWriting } from './confirm-writing.ts';
import type { Prompt } from './prompt.ts';
import { say } from './strangers-words.ts';

export interface ImportWords {
  readonly yes: boolean;
  readonly variables: boolean;
  /** Values for a published server, by name. */
  readonly set?: ReadonlyMap<string, string>;
  /** The number of the way in which a published server is used. */
  readonly way?: number;
  /** Only list the servers of the registry with this in their name. */
  readonly search?: string;
}

/** @throws connect-needs-yes, connect-not-confirmed, client-settings-unreadable, client-settings-not-written */
export async function importServers({
  yes,
  variables,
}: Pick<ImportWords, 'yes' | 'variables'>): Promise<void> {
  const paths = resolvePaths({ env: process.env });
  ensureHome(paths.patchbayHome);
  const log = openCommandLog(paths.logsFolder);
  const secrets = openHomeSecrets(paths, process.env, log.logger);
  try {
    const importer = await openImporter({
      paths,
      machine: thisMachine(process.env),
      own: ownPlaceOf(paths, undefined),
      secrets,
      wantsVariables: variables,
      redact: log.redactor.redact,
    });
    await showAndWrite(importer, { yes, from: (clientName) => `the settings of ${clientName}` });
  } finally {
    secrets.close();
    await log.close();
  }
}

/**
 * Shows the change, asks, and writes it.
 * @param options.from where the servers come from, in words
 * @param options.prompt to ask with; undefined: standard input
 * @returns false if there is nothing to add
 * @throws connect-needs-yes, connect-not-confirmed, client-settings-changed, client-settings-not-written
 */
export async function showAndWrite(
  { proposed, write }: Importer,
  { yes, from, prompt }: { yes: boolean; from(clientName: string): string; prompt?: Prompt | undefined },
): Promise<boolean> {
  const { diff, file, names } = proposed;
  leftWords(proposed).forEach(say);
  if (diff === '') {
    say('There is nothing to add.');
    return false;
  }
  process.stdout.write(makeVisible(diff));
  addedWords(proposed, from).forEach(say);
  if (!yes) await confirmWriting('Write this? [y/N] ', prompt);
  const backup = await write();
  const before = backup === undefined ? '' : ` As it was before: ${backup}`;
  say(`Written: ${file}, with ${names.join(', ')}.${before}`);
  return true;
}

function leftWords({ problems, left }: ProposedImport): string[] {
  return [
    ...problems,
    ...left.map(({ name, clientName, reason }) => `${name} of ${clientName} is left out: ${reason}.`),
  ];
}

function addedWords(
  { different, secrets, keptIn, notKept, variables }: ProposedImport,
  from: (clientName: string) => string,
): string[] {
  const place = keptIn === 'file' ? 'in a file that only you can read' : 'with the key of the keychain';
  return [
    ...different.map(
      ({ server, clientName, other, names }) =>
        `${server} of ${clientName} leads to the same place as ${other}, but differs in ${names.join(', ')}. If you need only one, take the other out with \`patchbay mcp remove\`.`,
    ),
    ...secrets.map(
      ({ server, headers, clientName }) =>
        `${headers.join(', ')} of ${server} is copied from ${from(clientName)} and kept ${place}; \`patchbay mcp logout ${server}\` forgets it. Codex does not have it when you start it without Patchbay.`,
    ),
    ...(notKept === undefined ? [] : [`Secrets become variables: ${notKept}`]),
    ...variables.map(({ variable, server, clientName, isProgram }) => {
      const why = isProgram ? ', since config.toml gives a program secrets from variables alone' : '';
      return `${server} needs the variable ${variable}${why}; its value is in ${from(clientName)} and is not copied.`;
    }),
  ];
}
