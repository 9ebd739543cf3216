// `patchbay connect`: which clients there are, and their connection. The change goes to stdout, everything else to stderr.
import { openTokenStore } from '../config/client-tokens.ts';
import { controlPlaceOf } from '../config/control-place.ts';
import { ensureHome, type Paths, resolvePaths } from '../config/paths.ts';
import type { Connector } from '../connect/connector.ts';
import { openConnector } from '../connect/open-connector.ts';
import type { FoundClient, ProposedChange, Way } from '../connect/proposal.ts';
import { makeVisible, makeVisibleInLine } from '../contract/visible.ts';
import { askStatus } from '../control/ask-host.ts';
import type { HostStatus } from '../control/messages/hello.ts';
import { PatchbayError } from '../errors/error.ts';
import { admitWidening } from './admit-widening.ts';
import { confirmWriting } from './confirm-writing.ts';
import { exitCodes } from './exit-codes.ts';
import { type FirstConnection, waitForConnection } from './first-connection.ts';
import { printJson } from './output.ts';
import { waitForSignal } from './signals.ts';

export interface ConnectWords {
  readonly http: boolean;
  readonly remove: boolean;
  readonly print: boolean;
  readonly link: boolean;
  readonly yes: boolean;
  readonly json: boolean;
  /** Undefined: at a terminal. */
  readonly wait?: boolean;
}

/** Some clients connect for a moment only, to look. */
const LOOK_EVERY_MS = 200;
const WAIT_MS = 600_000;

/** The clients that are installed, one a line. */
export async function listClients({ asJson }: { asJson: boolean }): Promise<void> {
  const { connector } = await open();
  const clients = connector.found();
  if (asJson) printJson(clients.map(inJson));
  else
    for (const client of clients) {
      const columns = [client.id, describe(client), client.file ?? '-'];
      process.stdout.write(`${columns.map(makeVisibleInLine).join('\t')}\n`);
    }
  process.stderr.write(
    clients.length === 0
      ? 'No client that Patchbay knows was found here.\n'
      : '`patchbay connect CLIENT` shows the change to its settings and asks before it is written.\n',
  );
}

function inJson({ id, name, state, way, file, problem }: FoundClient) {
  return { client: id, name, state, way: way ?? null, file: file ?? null, problem: problem ?? null };
}

/**
 * @returns the exit code
 * @throws connect-needs-yes, connect-not-confirmed, and what admitWidening and a connector throw
 */
export async function connectClient(id: string, words: ConnectWords): Promise<number> {
  const way: Way = words.http ? 'http' : 'stdio';
  const { connector, paths } = await open();
  if (words.link) return printLink(connector, id);
  if (words.print) return printText(connector, id, way);
  const proposal = proposeOrPrint(connector, id, words.remove ? 'remove' : 'connect', way);
  if (!proposal) return exitCodes.ok;
  const { kind, clientName, afterwards } = proposal;
  if (proposal.diff === '') {
    const state = kind === 'connect' ? 'already connected' : 'not connected';
    process.stderr.write(`${clientName} is ${state}, nothing changed.\n`);
    return exitCodes.ok;
  }
  process.stdout.write(makeVisible(proposal.diff));
  for (const note of proposal.notes) process.stderr.write(`${makeVisible(note)}\n`);
  if (!words.yes) await confirmWriting(kind === 'connect' ? 'Write this? [y/N] ' : 'Take it out? [y/N] ');
  // It gets a token of its own.
  if (kind === 'connect' && way === 'http') await admitWidening();
  const startedAt = Date.now();
  const { backup, token, isGone } = connector.write(id, kind, way, proposal.digest);
  const before = backup === undefined ? '' : ` As it was before: ${backup}`;
  process.stderr.write(`${isGone ? 'Removed' : 'Written'}: ${proposal.file}.${before}\n`);
  if (token !== undefined) process.stderr.write(`Its token is named ${token}.\n`);
  if (kind === 'remove') return exitCodes.ok;
  process.stderr.write(`Now ${afterwards}.\n`);
  if (!(words.wait ?? process.stdin.isTTY === true)) return exitCodes.ok;
  return waitFor(paths, startedAt, (session) =>
    token === undefined ? session.transport === 'relay' : session.principal === token,
  );
}

function printLink(connector: Connector, id: string): number {
  process.stdout.write(`${connector.link(id)}\n`);
  process.stderr.write('Open that address where the client runs: it asks you, and adds Patchbay itself.\n');
  return exitCodes.ok;
}

function printText(connector: Connector, id: string, way: Way): number {
  const { text, file, afterwards } = connector.text(id, way);
  process.stderr.write(file === undefined ? `Text to copy; then ${afterwards}:\n` : `For ${file}:\n`);
  process.stdout.write(text);
  return exitCodes.ok;
}

/**
 * @returns undefined when the person has to enter the text, which is then printed
 * @throws what `propose` throws; when the file cannot be changed, after the text was printed
 */
function proposeOrPrint(
  connector: Connector,
  id: string,
  kind: ProposedChange['kind'],
  way: Way,
): ProposedChange | undefined {
  try {
    return connector.propose(id, kind, way);
  } catch (error) {
    if (kind === 'remove' || !(error instanceof PatchbayError)) throw error;
    const isByHand = error.code === 'client-by-hand';
    if (isByHand || error.code === 'client-settings-unreadable') printText(connector, id, way);
    if (!isByHand) throw error;
    return undefined;
  }
}

async function open() {
  const paths = resolvePaths({ env: process.env });
  ensureHome(paths.patchbayHome);
  const url = (await runningHost(paths))?.url;
  return {
    paths,
    connector: openConnector({ paths, env: process.env, url, tokens: openTokenStore(paths.tokensFile) }),
  };
}

async function runningHost({ patchbayHome }: Paths): Promise<HostStatus | undefined> {
  const answer = await askStatus(controlPlaceOf(patchbayHome));
  return answer.kind === 'running' ? answer.status : undefined;
}

/** @returns the exit code */
async function waitFor(
  paths: Paths,
  since: number,
  isOfClient: (session: HostStatus['sessions'][number]) => boolean,
): Promise<number> {
  const end = await waitForConnection({
    status: () => runningHost(paths),
    isOfClient,
    since,
    withinMs: WAIT_MS,
    everyMs: LOOK_EVERY_MS,
    interrupted: waitForSignal(),
    onWaiting: () =>
      process.stderr.write(
        'Waiting for its first connection; Ctrl-C ends the waiting, and the entry stays.\n',
      ),
  });
  process.stderr.write(`${endWords(end)}\n`);
  return end.kind === 'interrupted' ? end.exitCode : exitCodes.ok;
}

function endWords(end: FirstConnection): string {
  switch (end.kind) {
    case 'connected':
      return makeVisible(`Connected: ${end.client.name} ${end.client.version}.`);
    case 'no-host':
      return 'No Patchbay is running, so its first connection cannot be seen here.';
    case 'host-ended':
      return 'Patchbay has ended, so its first connection cannot be seen here.';
    case 'late':
      return `It has not connected within ${WAIT_MS / 60_000} minutes; the entry stays. \`patchbay status\` shows who is connected.`;
    case 'interrupted':
      return 'Stopped waiting; the entry stays.';
  }
}

function describe({ state, way, problem }: FoundClient): string {
  switch (state) {
    case 'connected':
      return way === 'http' ? 'connected (HTTP)' : 'connected (stdio)';
    case 'not-connected':
      return 'not connected';
    case 'calls-old-codex':
      return 'calls codex mcp-server, which is gone';
    case 'by-hand':
      return 'to be entered by hand (--print)';
    case 'unreadable':
      return problem ?? 'cannot be read';
  }
}
