// `patchbay mcp list/get/remove`: as `codex mcp`, but no secret is printed, `get` says which credential applies, and a broken
// table is shown with its cause and can be removed, while the others work.
import type { Paths } from '../config/paths.ts';
import { makeVisible, makeVisibleInLine } from '../contract/visible.ts';
import { messageOf } from '../errors/error.ts';
import { remoteBroken } from '../errors/remote-config.ts';
import { createRedactor } from '../logging/redact.ts';
import { isEntryOf } from '../remotes/auth/oauth/stored.ts';
import { openSecretFile } from '../secrets/secret-file.ts';
import { isHeadersEntryOf } from '../secrets/stored-headers.ts';
import { exitCodes } from './exit-codes.ts';
import { credentialOf } from './mcp-credential.ts';
import { type EngineWords, mcpPaths, runEngine, withOwnName } from './mcp-engine.ts';
import { type BrokenTable, brokenTables, withSoundHome } from './mcp-sound-home.ts';
import { printJson } from './output.ts';

const MASKED = '*****';

/**
 * @returns the exit code
 * @throws what mcpPaths and runEngine throw
 */
export async function listServers(
  { asJson }: { asJson: boolean },
  { codexHome, options }: EngineWords,
): Promise<number> {
  const paths = mcpPaths(codexHome);
  const broken = brokenTables(paths.codexHome);
  const words = [...options, 'list', ...(asJson ? ['--json'] : [])];
  const { code, stdout } = await withSoundHome(paths, broken, (home) =>
    runEngine(words, { paths, codexHome: home }),
  );
  if (code !== 0) return failed(code, broken);
  const { redact } = createRedactor();
  const { tokensByServer, withTokenColumn } = await import('./mcp-tokens.ts');
  const tokens = await tokensByServer(paths).catch((error: unknown) => {
    process.stderr.write(makeVisible(`patchbay: Tokens are not counted: ${messageOf(error)}\n`));
    return new Map();
  });
  if (asJson) {
    const servers = withoutSecrets(stdout, redact) as readonly { readonly name: string }[];
    const counted = servers.map((server) => ({ ...server, tokens: tokens.get(server.name) ?? null }));
    printJson([...counted, ...broken.map((table) => ({ ...inJson(table), tokens: null }))]);
    return code;
  }
  const isEmpty = !/^Name\s{2,}/m.test(stdout);
  const tables = [
    ...(isEmpty && broken.length > 0 ? [] : [withTokenColumn(redact(withOwnName(stdout)), tokens)]),
    ...(broken.length > 0 ? [brokenColumns(broken)] : []),
  ];
  process.stdout.write(makeVisible(tables.join('\n')));
  return code;
}

/** The same for one; also for a broken one. */
export async function showServer(
  name: string,
  { asJson }: { asJson: boolean },
  { codexHome, options }: EngineWords,
): Promise<number> {
  const paths = mcpPaths(codexHome);
  const broken = brokenTables(paths.codexHome);
  const own = broken.find((table) => table.name === name);
  if (own) {
    if (asJson) printJson(inJson(own));
    else process.stdout.write(makeVisible(brokenServer(own)));
    return exitCodes.ok;
  }
  const words = [...options, 'get', ...(asJson ? ['--json'] : []), '--', name];
  const { code, stdout } = await withSoundHome(paths, broken, (home) =>
    runEngine(words, { paths, codexHome: home }),
  );
  if (code !== 0) return failed(code, broken);
  const { redact } = createRedactor();
  const credential = credentialOf(name, paths);
  if (asJson) printJson({ ...(withoutSecrets(stdout, redact) as object), ...(credential && { credential }) });
  else {
    const which = credential ? `  credential: ${credential.why}\n` : '';
    process.stdout.write(makeVisible(`${redact(withOwnName(stdout))}${which}`));
  }
  return code;
}

/**
 * @returns the exit code
 * @throws client-settings-…, and what mcpPaths and runEngine throw
 */
export async function removeServer(name: string, { codexHome, options }: EngineWords): Promise<number> {
  const paths = mcpPaths(codexHome);
  // The engine changes no file with a broken table.
  if (brokenTables(paths.codexHome).length > 0) {
    const { removeTable } = await import('../connect/config-tables.ts');
    process.stdout.write(
      makeVisible(
        removeTable(paths, name)
          ? `Removed global MCP server '${name}'.\n`
          : `No MCP server named '${name}' found.\n`,
      ),
    );
  } else {
    const words = [...options, 'remove', '--', name];
    const { code, stdout } = await runEngine(words, { paths, codexHome: paths.codexHome });
    process.stdout.write(makeVisible(withOwnName(stdout)));
    if (code !== 0) return failed(code, []);
  }
  process.stderr.write(makeVisible(leftSignIn(name, paths)));
  return exitCodes.ok;
}

/** Of an engine that failed: the cause may be a table that only the engine takes for broken. */
export function failed(code: number | null, broken: readonly BrokenTable[]): number {
  for (const { name, place, reason } of broken) {
    process.stderr.write(makeVisible(`patchbay: ${remoteBroken(name, place, reason).summary}\n`));
  }
  return code ?? exitCodes.failed;
}

function inJson({ name, place: { file, line }, reason }: BrokenTable) {
  return { name, enabled: false, transport: null, broken: { file, line: line ?? null, reason } };
}

/** As the engine shows one. */
function brokenServer({ name, place: { file, line }, reason }: BrokenTable): string {
  const where = line === undefined ? file : `${file} line ${line}`;
  return [
    makeVisibleInLine(name),
    '  enabled: false',
    `  broken: ${makeVisibleInLine(reason)}`,
    `  place: ${makeVisibleInLine(where)}`,
    `  remove: patchbay mcp remove ${makeVisibleInLine(name)}`,
    '',
  ].join('\n');
}

/** A table like those of the engine. */
function brokenColumns(broken: readonly BrokenTable[]): string {
  const rows = [
    ['Name', 'Line', 'Broken'],
    ...broken.map(({ name, place, reason }) => [name, `${place.line ?? '-'}`, reason]),
  ].map((row) => row.map(makeVisibleInLine));
  const widths = [0, 1].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) => `${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}\n`).join('');
}

/** Codex masks values in tables but prints them unmasked as JSON (observed on 0.169.0). */
function withoutSecrets(json: string, redact: (text: string) => string): unknown {
  return JSON.parse(json, (key, value: unknown) =>
    (key === 'env' || key === 'http_headers') && typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.keys(value).map((name) => [name, MASKED]))
      : typeof value === 'string'
        ? redact(value)
        : value,
  );
}

function leftSignIn(name: string, { secretsFile }: Paths): string {
  const names = Object.keys(openSecretFile(secretsFile).read());
  return names.some((entry) => isEntryOf(entry, name) || isHeadersEntryOf(entry, name))
    ? `What is stored of the sign-in to it, or of its headers, stays; \`patchbay mcp logout ${name}\` revokes and forgets it.\n`
    : '';
}
