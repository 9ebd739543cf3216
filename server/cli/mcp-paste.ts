// `patchbay mcp add -`: servers of a text that was copied from elsewhere, as in the field of the window's form. The text is
// read and never run; the change is shown and written when a person says so. The change goes to stdout, the rest to stderr.
import { readWhole } from '../base/read-whole.ts';
import { ensureHome, type Paths } from '../config/paths.ts';
import { meaningOf } from '../connect/entry-meaning.ts';
import { openPastedImport } from '../connect/importer.ts';
import { thisMachine } from '../connect/open-connector.ts';
import { type Pasted, readPasted } from '../connect/pasted/pasted.ts';
import type { PastedServer } from '../connect/pasted/pasted-server.ts';
import { parseServerJson } from '../connect/published/server-json.ts';
import { whereOf } from '../contract/remote-draft.ts';
import { pastedNotUsable } from '../errors/remote-config.ts';
import { openCommandLog } from '../logging/open-log.ts';
import { openHomeSecrets } from '../secrets/home-secrets.ts';
import { exitCodes } from './exit-codes.ts';
import { showAndWrite } from './import-command.ts';
import { importDescribed } from './import-published.ts';
import type { AddWords } from './mcp-add.ts';
import { mcpPaths } from './mcp-engine.ts';
import { openTerminalPrompt, type Prompt } from './prompt.ts';
import { withPublishedSource } from './published-source.ts';
import { say } from './strangers-words.ts';

type PasteWords = Pick<AddWords, 'yes' | 'variables'>;

const MAX_BYTES = 1_000_000;

/**
 * @returns the exit code: failed if nothing is added
 * @throws pasted-not-usable, published-…, registry-unreachable, connect-needs-yes, connect-not-confirmed, client-settings-…
 */
export async function addPasted(words: PasteWords, codexHome: string | undefined): Promise<number> {
  const paths = mcpPaths(codexHome);
  ensureHome(paths.patchbayHome);
  if (process.stdin.isTTY) say('Paste what you have copied, then press Enter and Ctrl-D.');
  const bytes = await readWhole(process.stdin, MAX_BYTES, () => pastedNotUsable('it is too large'));
  const pasted = readPasted(bytes.toString('utf8'), { homeFolder: thisMachine(process.env).home });
  // Standard input is at its end, so the person is asked at the terminal itself.
  const prompt = words.yes ? undefined : openTerminalPrompt();
  try {
    return (await addAny(pasted, words, { paths, prompt })) ? exitCodes.ok : exitCodes.failed;
  } finally {
    prompt?.close();
  }
}

/** @returns false if nothing is added */
async function addAny(
  pasted: Pasted,
  words: PasteWords,
  options: { paths: Paths; prompt: Prompt | undefined },
): Promise<boolean> {
  switch (pasted.kind) {
    case 'unreadable':
      throw pastedNotUsable(pasted.reason);
    case 'servers':
      return await addServers(pasted.servers, words, options);
    case 'server-json':
      return await importDescribed(parseServerJson(pasted.json, 'What you pasted'), words, options);
    case 'search':
      throw pastedNotUsable('it is no settings, no command line, no address and no name of a server');
    case 'look-up': {
      const { text } = pasted;
      const isAddress = /^https?:\/\//i.test(text);
      const json = await withPublishedSource(options.paths, (source) =>
        isAddress ? source.fetch(text) : source.find(text),
      );
      return await importDescribed(parseServerJson(json, text), words, options);
    }
  }
}

async function addServers(
  servers: readonly PastedServer[],
  { yes, variables }: PasteWords,
  { paths, prompt }: { paths: Paths; prompt: Prompt | undefined },
): Promise<boolean> {
  const log = openCommandLog(paths.logsFolder);
  const secrets = openHomeSecrets(paths, process.env, log.logger);
  try {
    const { redact } = log.redactor;
    const importer = await openPastedImport(servers, { paths, secrets, wantsVariables: variables, redact });
    for (const [name, table] of importer.tables) {
      const { command = '', args, url } = meaningOf(table);
      const where = whereOf(url === undefined ? { kind: 'stdio', command, args } : { kind: 'http', url });
      say(`${name} ${url === undefined ? 'starts' : 'connects to'}: ${redact(where)}`);
    }
    for (const { name, leftOut } of servers) {
      if (leftOut.length > 0) say(`Not taken over for ${name}: ${leftOut.join(', ')}.`);
    }
    return await showAndWrite(importer, { yes, from: (pastedText) => pastedText, prompt });
  } finally {
    secrets.close();
    await log.close();
  }
}
