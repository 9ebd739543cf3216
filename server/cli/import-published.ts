// `patchbay import SOURCE`: a published server into config.toml. The change goes to stdout, everything else to stderr, and
// what a publisher says is shown with its invisible characters made visible.
import { ensureHome, type Paths, resolvePaths } from '../config/paths.ts';
import { placeOf } from '../connect/importer.ts';
import { fieldsOf } from '../connect/published/filled-way.ts';
import { type PublishedImport, proposePublished } from '../connect/published/published-import.ts';
import { parseServerJson, type ServerJson } from '../connect/published/server-json.ts';
import type { UsableWay } from '../connect/published/ways.ts';
import { makeVisible, makeVisibleInLine } from '../contract/visible.ts';
import { openCommandLog } from '../logging/open-log.ts';
import { openHomeSecrets } from '../secrets/home-secrets.ts';
import { chosenWay, valuesFor } from './choose-published.ts';
import { confirmWriting } from './confirm-writing.ts';
import type { ImportWords } from './import-command.ts';
import { openPrompt, type Prompt } from './prompt.ts';
import { readPublished, withPublishedSource } from './published-source.ts';
import { say, shortened } from './strangers-words.ts';

/** Lists servers of the registry, one a line: name, version, description. */
export async function searchRegistry(word: string): Promise<void> {
  const found = await withPublishedSource(resolvePaths({ env: process.env }), (source) =>
    source.search(word),
  );
  for (const { name, version, description } of found) {
    process.stdout.write(`${[name, version, shortened(description)].map(makeVisibleInLine).join('\t')}\n`);
  }
  say(
    found.length === 0
      ? 'No server there has that in its name.'
      : '`patchbay import NAME` shows what would be added to config.toml, and asks before it is written.',
  );
}

/**
 * @param source a file, `-` for standard input, an address, or a name in the registry
 * @throws published-…, registry-unreachable, connect-needs-yes, connect-not-confirmed, client-settings-…
 */
export async function importPublished(source: string, words: ImportWords): Promise<void> {
  const paths = resolvePaths({ env: process.env });
  ensureHome(paths.patchbayHome);
  const json = await withPublishedSource(paths, (published) => readPublished(source, published));
  const prompt = process.stdin.isTTY === true ? openPrompt() : undefined;
  await importDescribed(parseServerJson(json, source), words, { paths, prompt });
}

/**
 * The same for one that has been read.
 * @param options.prompt where a person can be asked; closed at the end
 * @returns false if nothing was added
 */
export async function importDescribed(
  server: ServerJson,
  words: Pick<ImportWords, 'way' | 'set' | 'variables' | 'yes'>,
  { paths, prompt }: { paths: Paths; prompt: Prompt | undefined },
): Promise<boolean> {
  const log = openCommandLog(paths.logsFolder);
  const secrets = openHomeSecrets(paths, process.env, log.logger);
  try {
    const way = await chosenWay(server, words.way, prompt);
    const hasSecretHeaders = way.kind === 'address' && fieldsOf(way).some(({ isSecret }) => isSecret);
    const place = hasSecretHeaders && !words.variables ? await placeOf(secrets) : undefined;
    const keepsSecrets = place?.keptIn !== undefined;
    const values = await valuesFor(way, words.set ?? new Map(), keepsSecrets ? prompt : undefined, prompt);
    const options = { paths, secrets, keepsSecrets, redact: log.redactor.redact };
    const proposed = proposePublished({ server, way, values }, options);
    if (proposed.table === undefined) {
      say(`Nothing was added: ${proposed.reason ?? ''}.`);
      return false;
    }
    process.stdout.write(makeVisible(proposed.diff));
    notesOf(way, proposed, values).forEach(say);
    if (!words.yes) await confirmWriting('Write this? [y/N] ', prompt);
    const backup = await proposed.write();
    const before = backup === undefined ? '' : ` As it was before: ${backup}`;
    say(`Written: ${proposed.file}, with ${proposed.table}.${before}`);
    return true;
  } finally {
    prompt?.close();
    secrets.close();
    await log.close();
  }
}

function notesOf(
  way: UsableWay,
  { where, table, missing, variables, secrets, different }: PublishedImport,
  values: ReadonlyMap<string, string>,
): string[] {
  const left = fieldsOf(way).filter(
    ({ name, isRequired, isVariable }) => !isRequired && !isVariable && !values.has(name),
  );
  return [
    way.kind === 'program'
      ? `Codex and Patchbay will start: ${where}`
      : `Codex and Patchbay will connect to: ${where}`,
    ...different.map(
      ({ other, names }) => `${other} leads to the same place, but differs in ${names.join(', ')}.`,
    ),
    ...secrets.map(
      ({ headers }) =>
        `${headers.join(', ')} is kept with the secrets of Patchbay; \`patchbay mcp logout ${table}\` forgets it. Codex does not have it when you start it without Patchbay.`,
    ),
    ...variables.map(
      (variable) => `It needs the variable ${variable}; set it where Patchbay and Codex are started.`,
    ),
    ...missing.map(
      ({ name, description }) =>
        `To be filled in: ${name}${description === undefined ? '' : ` (${shortened(description)})`}.`,
    ),
    ...(missing.length > 0
      ? [
          `It is switched off until you have filled that in and taken \`enabled = false\` out of [mcp_servers.${table}].`,
        ]
      : []),
    ...(left.length > 0
      ? [
          `You can also set, with --set NAME=VALUE: ${left.map(({ name, usual }) => (usual === undefined ? name : `${name} (${usual})`)).join(', ')}.`,
        ]
      : []),
  ];
}
