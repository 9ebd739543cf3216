// `patchbay mcp …`: the bundled `codex mcp` does the work, except signing in, so its options, output and exit codes
// apply. In its texts our name replaces its own, no secret is printed, `get` says which credential applies, and if it
// only fails because of a broken table, that table is named.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { ensureCodexHome, resolvePaths } from '../config/paths.ts';
import { makeVisible } from '../contract/visible.ts';
import { chosenEngine } from '../engine/process/binary.ts';
import { mcpWordUnknown } from '../errors/cli.ts';
import { messageOf } from '../errors/error.ts';
import { codexHomeMissing } from '../errors/homes.ts';
import { remoteBroken } from '../errors/remote-config.ts';
import { createRedactor } from '../logging/redact.ts';
import { isEntryOf } from '../remotes/auth/oauth/stored.ts';
import { configFileIn, readEntries } from '../remotes/entries.ts';
import { openSecretFile } from '../secrets/secret-file.ts';
import { isHeadersEntryOf } from '../secrets/stored-headers.ts';
import { exitCodes } from './exit-codes.ts';
import { credentialOf } from './mcp-credential.ts';
import { jsonText } from './output.ts';

const WORDS = ['add', 'get', 'list', 'remove', 'help', '--help', '-h'];
const MASKED = '*****';
/** The engine prints a backtrace under its errors if the environment asks Rust programs for it. */
const NO_BACKTRACE = { RUST_BACKTRACE: '0', RUST_LIB_BACKTRACE: '0' };
const OWN_NAME = /\bcodex mcp\b/g;

/**
 * @param words what came after `mcp`
 * @returns the exit code
 * @throws mcp-word-unknown, codex-home-missing, codex-home-not-usable, engine-missing
 */
export async function runMcp(words: readonly string[]): Promise<number> {
  const { codexHome, rest } = takeCodexHome(words);
  const [word] = rest;
  if (word === 'login' || word === 'logout') {
    return await (await import('./mcp-login.ts')).runSignInCommand(rest, codexHome);
  }
  if (word !== undefined && !WORDS.includes(word)) throw mcpWordUnknown(word);
  const paths = resolvePaths({ codexHome, env: process.env });
  // The default folder is created if it is missing, as the engine does; a named one must exist.
  if (codexHome === undefined && !process.env['CODEX_HOME']) ensureCodexHome(paths.codexHome);
  else if (!fs.existsSync(paths.codexHome)) throw codexHomeMissing(paths.codexHome);
  const child = spawn(chosenEngine(paths.settingsFile), ['mcp', ...rest], {
    env: { ...process.env, ...NO_BACKTRACE, CODEX_HOME: paths.codexHome },
    stdio: ['inherit', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  // Arguments and addresses may hold secrets too, which Codex prints.
  const { redact } = createRedactor();
  const isJson = rest.includes('--json') && (word === 'list' || word === 'get');
  const shown = word === 'get' && code === 0 ? rest.slice(1).find((one) => !one.startsWith('-')) : undefined;
  const credential = shown === undefined ? undefined : credentialOf(shown, paths);
  if (word === 'list' && code === 0) {
    const { tokensByServer, withTokenColumn, withTokensIn } = await import('./mcp-tokens.ts');
    const tokens = await tokensByServer(paths).catch((error: unknown) => {
      process.stderr.write(makeVisible(`patchbay: Tokens are not counted: ${messageOf(error)}\n`));
      return new Map();
    });
    process.stdout.write(
      isJson
        ? withTokensIn(withoutSecrets(stdout(), redact), tokens)
        : makeVisible(withTokenColumn(redact(withOwnName(stdout())), tokens)),
    );
    process.stderr.write(makeVisible(withOwnName(stderr())));
    return code;
  }
  process.stdout.write(
    isJson
      ? withoutSecrets(stdout(), redact, credential && { credential })
      : makeVisible(
          `${redact(withOwnName(stdout()))}${credential ? `  credential: ${credential.why}\n` : ''}`,
        ),
  );
  process.stderr.write(makeVisible(withOwnName(stderr())));
  if (code !== 0) process.stderr.write(makeVisible(brokenTables(configFileIn(paths.codexHome))));
  else if (word === 'remove') process.stderr.write(leftSignIn(rest.at(-1) ?? '', paths.secretsFile));
  return code ?? exitCodes.failed;
}

function takeCodexHome(words: readonly string[]): { codexHome: string | undefined; rest: readonly string[] } {
  const [first, value, ...rest] = words;
  if (first === '--codex-home') return { codexHome: value, rest };
  if (first?.startsWith('--codex-home=')) return { codexHome: first.split('=')[1], rest: words.slice(1) };
  return { codexHome: undefined, rest: words };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

function withOwnName(text: string): string {
  return text.replace(OWN_NAME, 'patchbay mcp');
}

/** Codex masks values in tables but prints them unmasked as JSON (observed on 0.169.0). */
function withoutSecrets(json: string, redact: (text: string) => string, more?: object): string {
  try {
    const masked: unknown = JSON.parse(json, (key, value: unknown) =>
      (key === 'env' || key === 'http_headers') && typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.keys(value).map((name) => [name, MASKED]))
        : typeof value === 'string'
          ? redact(value)
          : value,
    );
    return `${jsonText(more ? { ...(masked as object), ...more } : masked, 2)}\n`;
  } catch {
    return makeVisible(withOwnName(json));
  }
}

function leftSignIn(name: string, secretsFile: string): string {
  const names = Object.keys(openSecretFile(secretsFile).read());
  return names.some((entry) => isEntryOf(entry, name) || isHeadersEntryOf(entry, name))
    ? `What is stored of the sign-in to it, or of its headers, stays; \`patchbay mcp logout ${name}\` revokes and forgets it.\n`
    : '';
}

function brokenTables(file: string): string {
  try {
    const broken = readEntries(file).flatMap((entry) => (entry.kind === 'broken' ? [entry] : []));
    return broken
      .map(({ name, place, reason }) => `patchbay: ${remoteBroken(name, place, reason).summary}\n`)
      .join('');
  } catch {
    // It is not TOML, which has already been reported.
    return '';
  }
}
