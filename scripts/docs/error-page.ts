// docs/error-codes.md: every error a person can meet, with its text, grouped by the file that makes it.
import { type ErrorCode, errorCodes } from '../../server/errors/codes.ts';
import type { PatchbayError } from '../../server/errors/error.ts';
import { anchorOf, page, pageHead, table } from './markdown.ts';

const headings: Readonly<Record<keyof typeof errorCodes, string>> = {
  engine: 'Codex does not start, stops or is not signed in',
  calls: 'A call asks for something it cannot have',
  limits: 'A call is outside the limits of its client',
  leash: 'A turn reaches its limit',
  threads: 'Threads and turns',
  approvals: 'Answering a question',
  rules: 'Rules',
  clients: 'Settings of a client',
  tokens: 'Tokens',
  connect: 'Connecting a client',
  published: 'Adding a published server',
  checkpoints: 'Undo and redo',
  copies: 'Copies in which second threads work',
  config: 'config.toml',
  'remote-config': 'An MCP server in config.toml',
  remotes: 'Reaching an MCP server',
  'sign-in': 'Signing in to an MCP server',
  azure: 'Azure',
  secrets: 'Where secrets are kept',
  network: 'The way to the network',
  http: 'Address and port',
  control: 'Two Patchbays, or none',
  homes: 'Folders of Patchbay and Codex',
  files: 'Files of Patchbay',
  records: 'Records',
  settings: 'Settings',
  updates: 'Newer versions',
  desktop: 'The window',
  cli: 'The command line',
  usage: 'Words of a command',
  error: 'Everything else',
};

/** Those that no file of errors makes. */
const others: Readonly<Record<(typeof errorCodes)['error'][number], readonly [what: string, fix: string]>> = {
  failed: ['An error that no other code is for; the text is what failed.', 'Look into the log.'],
  refused: ['The window asked for something that its page may not ask for.', 'Reload the window.'],
};

/** Errors whose own text says it all, where they appear; whoever looks one up wants to know what can be done. */
const advice: Partial<Record<ErrorCode, string>> = {
  'arguments-refused': 'Correct the arguments of the call: `tools/list` has their schema.',
  'no-turn-runs': 'It has ended. `codex-reply` begins the next one.',
  'nothing-to-redo': 'Only what `patchbay undo` took back can be brought back.',
  'connect-not-confirmed': 'You said no. Run it again to see the change once more.',
  'remote-not-valid': 'Correct that field.',
  'remote-call-denied':
    'Ask whoever denied it, or look at the rules: `patchbay audit`, `patchbay rules list`.',
  'remote-refused': 'Give it another credential: [credentials of remotes](cli.md#credentials-of-remotes).',
  'remote-answered-error': 'The server itself says so: see its documentation, and Output on its page.',
  'path-not-found': 'It was moved or deleted.',
};

/** @param errors at least one of each code, with values that could be real */
export function errorPage(errors: readonly PatchbayError[]): string {
  return page([
    ...pageHead('Error codes', 'the errors themselves, with values of an example'),
    '',
    'What each error says, by subject. Search this page for a few words of the text you see: names, paths and numbers in it are examples. A log line has the code beside the text (`"code":"port-in-use"`), and it never changes, so a script may rely on it.',
    'Where the window says it in another way, that is in the third column too. [Troubleshooting](troubleshooting.md) begins with what you notice instead.',
    '',
    ...Object.keys(headings).map((file) => `- [${headingOf(file)}](#${anchorOf(headingOf(file))})`),
    '',
    ...Object.keys(headings).flatMap((file) => [
      `## ${headingOf(file)}`,
      '',
      ...table(['code', 'what it says', 'what to do'], rowsOf(file as keyof typeof errorCodes, errors)),
      '',
    ]),
  ]);
}

function headingOf(file: string): string {
  return headings[file as keyof typeof headings];
}

function rowsOf(file: keyof typeof errorCodes, errors: readonly PatchbayError[]): string[][] {
  const codes: readonly ErrorCode[] = errorCodes[file];
  return codes.flatMap((code) => {
    if (Object.hasOwn(others, code)) return [[`\`${code}\``, ...others[code as keyof typeof others]]];
    const texts = errors
      .filter((error) => error.code === code)
      .map((error) => [error.summary, adviceOf(error)]);
    const distinct = [...new Map(texts.map((cells) => [cells.join('\n'), cells])).values()];
    return distinct.map((cells, at) => [at === 0 ? `\`${code}\`` : '', ...cells]);
  });
}

function adviceOf({ code, fix, fixInWindow }: PatchbayError): string {
  if (fix === '') return advice[code] ?? '';
  return fix === fixInWindow || fixInWindow === '' ? fix : `${fix} *In the window:* ${fixInWindow}`;
}
