// Codex as a client: its own model makes it call our `codex` tool, which runs a turn of a second engine. Each of the
// two has a CODEX_HOME of its own, so that neither knows of the other but through MCP.
import fs from 'node:fs';
import path from 'node:path';
import { bundledEngine } from '../../server/engine/process/binary.ts';
import { addFile, script } from '../support/fake-model.ts';
import { makeHome, type TestHome } from '../support/home.ts';
import { patchbayFile } from '../support/patchbay.ts';
import { allGone } from '../support/processes.ts';
import { type Check, cleanEnv, expectSaid, type Runtime, runClient } from './check.ts';

export function codexChecks(around: Runtime): Check[] {
  const { home, url, token } = around;
  const { version } = bundledEngine();
  const stdio = `command = ${JSON.stringify(process.execPath)}
args = ${JSON.stringify([patchbayFile, 'mcp-server'])}
env = { CODEX_HOME = ${JSON.stringify(home.codexHome)}, PATCHBAY_HOME = ${JSON.stringify(`${home.patchbayHome}-stdio`)} }`;
  const http = `url = ${JSON.stringify(url)}\nbearer_token_env_var = "TOKEN_FOR_TEST"`;
  const client = `Codex ${version}`;
  return [
    { client, does: 'has Codex work for it, over stdio', run: () => driveCodex(around, stdio, {}) },
    {
      client,
      does: 'has Codex work for it, after patchbay fixed its entry',
      run: () => driveCodex(around, OLD, {}, connectCodex),
    },
    {
      client,
      does: 'has Codex work for it, over HTTP with a token',
      run: () => driveCodex(around, http, { TOKEN_FOR_TEST: token }),
    },
  ];
}

/** What was right until Codex 0.154. */
const OLD = 'command = "codex" # as ever\nargs = ["mcp-server"]';

/** @param outer its config.toml has an entry that calls `codex mcp-server` */
async function connectCodex(outer: TestHome, { home }: Runtime): Promise<void> {
  const env = cleanEnv(home, { CODEX_HOME: outer.codexHome });
  await runClient([process.execPath, patchbayFile, 'connect', 'codex', '--yes'], { cwd: home.folder, env });
  // It was told which CODEX_HOME is the client's; the inner Codex is to have another one.
  const file = path.join(outer.codexHome, 'config.toml');
  const text = fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, text.replace(`"${outer.codexHome}"`, `"${home.codexHome}"`));
}

/**
 * @param server the entry of Patchbay in the outer config.toml
 * @param prepare changes that file before Codex reads it
 */
async function driveCodex(
  around: Runtime,
  server: string,
  env: Record<string, string>,
  prepare?: (outer: TestHome, around: Runtime) => Promise<void>,
): Promise<void> {
  const { home, model } = around;
  const outer = makeHome();
  const name = `made-${Date.now()}.txt`;
  try {
    const extra = `[mcp_servers.patchbay]\n${server}\ndefault_tools_approval_mode = "approve"\ntool_timeout_sec = 120\nstartup_timeout_sec = 60\n`;
    outer.writeConfig({ baseUrl: model.baseUrl, extra });
    await prepare?.(outer, around);
    const task = script(
      { patch: addFile(name, 'by the inner Codex\n') },
      { text: 'The inner Codex is done.' },
    );
    const permissions = { sandbox: 'workspace-write', 'approval-policy': 'on-request' };
    const args = { prompt: task, cwd: home.folder, ...permissions };
    const prompt = script(
      { mcp: { server: 'patchbay', tool: 'codex', args } },
      { text: 'The outer Codex was told: $LAST_OUTPUT' },
    );
    const said = await runClient([bundledEngine().file, 'exec', '--skip-git-repo-check', prompt], {
      cwd: outer.folder,
      env: cleanEnv(outer, env),
    });
    expectSaid(said, /The outer Codex was told: .*The inner Codex is done\./s);
    const made = fs.readFileSync(path.join(home.folder, name), 'utf8');
    if (made !== 'by the inner Codex\n') throw new Error(`the file holds: ${made}`);
    await allGone(outer.root);
  } finally {
    outer.remove();
  }
}
