// `patchbay status`: what runs for this PATCHBAY_HOME.
import { controlPlaceOf } from '../config/control-place.ts';
import { ensureHome, resolvePaths } from '../config/paths.ts';
import { queuedText } from '../contract/turn-queue.ts';
import { makeVisible, makeVisibleInLine } from '../contract/visible.ts';
import { askStatus } from '../control/ask-host.ts';
import { errorOf } from '../control/messages/approvals.ts';
import type { HostStatus } from '../control/messages/hello.ts';
import { hostNotRunning, hostSilent } from '../errors/control.ts';
import { exitCodes } from './exit-codes.ts';
import { printJson } from './output.ts';

/**
 * @returns the exit code: failed if nothing runs
 * @throws host-silent, control-folder-not-safe, control-version-differs, shutting-down
 */
export async function showStatus({ asJson }: { asJson: boolean }): Promise<number> {
  const { patchbayHome } = resolvePaths({ env: process.env });
  ensureHome(patchbayHome);
  const answer = await askStatus(controlPlaceOf(patchbayHome));
  switch (answer.kind) {
    case 'running': {
      const { status } = answer;
      if (asJson) printJson({ running: true, ...status });
      else process.stdout.write(`${describe(status)}\n`);
      return exitCodes.ok;
    }
    case 'nobody':
      if (asJson) printJson({ running: false });
      else process.stdout.write(`${makeVisible(hostNotRunning(patchbayHome).message)}\n`);
      return exitCodes.failed;
    case 'silent':
      throw hostSilent(patchbayHome);
    case 'refused':
      throw errorOf(answer);
  }
}

function describe(status: HostStatus): string {
  const { sessions, runningThreads, engine, waitingApprovals } = status;
  const upMs = Date.now() - Date.parse(status.startedAt);
  const inLine = runningThreads
    .filter(({ queued }) => queued)
    .sort((one, other) => (one.queued?.place ?? 0) - (other.queued?.place ?? 0));
  const lines = [
    `Patchbay ${status.version} serves ${status.url} (process ${status.pid}, for ${duration(upMs)})`,
    engine ? `Engine: ${engine.version} (process ${engine.pid})` : 'Engine: starts with the first call',
    `Sessions: ${sessions.length}`,
    ...sessions.map(({ principal, transport, client }) => {
      const name = client ? `${client.name} ${client.version}` : '(has not introduced itself)';
      return `  ${makeVisibleInLine(name)}, ${makeVisibleInLine(principal)}, ${transport}`;
    }),
    `Running threads: ${runningThreads.length - inLine.length}`,
    ...runningThreads.filter(({ queued }) => !queued).map(threadLine),
    ...(inLine.length > 0 ? [`Threads in line: ${inLine.length}`, ...inLine.map(threadLine)] : []),
    `Waiting questions: ${waitingApprovals}${waitingApprovals > 0 ? ' (patchbay approvals shows them)' : ''}`,
  ];
  return lines.join('\n');
}

function threadLine({ id, principal, cwd, queued }: HostStatus['runningThreads'][number]): string {
  const place = queued ? ` (${queuedText(queued)})` : '';
  return `  ${id}, ${makeVisibleInLine(principal)}, ${makeVisibleInLine(cwd)}${place}`;
}

function duration(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return `${Math.floor(ms / 1000)} s`;
  if (minutes < 120) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h`;
}
