// All texts of the tray, of notifications and of native dialogs.
import type { ApprovalCard } from '../server/contract/approval-card.ts';
import { describeSubject } from '../server/contract/describe-subject.ts';
import { folderName } from '../server/contract/shown-paths.ts';
import type { ConfigProblem, ThreadRow } from '../server/contract/state.ts';
import type { Surprise } from '../server/contract/surprise.ts';
import type { UpdateState } from '../server/contract/updates.ts';
import { makeVisible } from '../server/contract/visible.ts';

export const words = {
  start: 'Start server',
  open: 'Open Patchbay',
  settings: 'Settings…',
  quit: 'Quit',
  starting: 'Starting…',
  cancel: 'Cancel',
  copyAddress: 'Copy address',
  connect: 'Connect a client…',
  pause: 'Pause new turns',
  resume: 'Resume',
  paused: 'Paused: new turns are refused',
  denyAndStop: 'Deny everything and stop all turns…',
  stopServer: 'Stop server…',
  launchAtLogin: 'Launch at login',
  more: 'More…',
  tryAgain: 'Try again',
  changePort: 'Change port…',
  health: 'Health…',
  restartEngine: 'Restart Codex',
  denyAndStopQuestion: 'Deny everything and stop all turns?',
  stopServerQuestion: 'Stop the server?',
  stopServerDetail: 'Clients cannot reach Patchbay until you start the server again.',
  stop: 'Stop',
  quitWhenDone: 'Quit when turns finish',
  stopAndQuit: 'Stop and quit',
  noTray: 'Patchbay keeps running',
  noTrayDetail:
    'This desktop shows no tray icon, so closing the window minimises it. To quit, use the command “Quit Patchbay”',
  /** @returns undefined without one */
  update: (update: UpdateState) => {
    if (update.kind === 'waiting') return `${update.version} starts when no turn is running…`;
    return update.kind === 'offered' ? `${update.version} is there…` : undefined;
  },
  running: (clients: number, turns: number) =>
    `Running, ${count(clients, 'client')}, ${count(turns, 'turn')}`,
  configBroken: ({ line, reason }: ConfigProblem) =>
    `config.toml${line === undefined ? '' : ` line ${line}`}: ${reason}`,
  waiting: (waiting: number, oldestMs: number) => `${waiting} waiting, oldest ${age(oldestMs)}`,
  turnsRunning: (turns: number) => (turns === 1 ? '1 turn is running.' : `${turns} turns are running.`),
  newerStarted: (version: string, turns: number) =>
    `Patchbay ${version} was started and waits for this one. ${words.turnsRunning(turns)}`,
  card: (card: ApprovalCard) =>
    `${folderName(card.folder)}: ${short(describeSubject(card.subject, card.folder).label)}`,
  signInTitle: (remote: string) => `${short(makeVisible(remote))} wants you to sign in`,
  signInBody: 'Its tools cannot be used until you sign in. Click to open it in Patchbay.',
  surpriseTitle: ({ kind, fileCount }: Surprise) => {
    const files = count(fileCount, 'file');
    if (kind === 'deleted') return `A turn deleted ${files}`;
    if (kind === 'by-commands') return `Commands of a turn changed ${files}`;
    return `A turn ended early and left ${files} changed`;
  },
  surpriseBody: ({ folder, title }: ThreadRow) =>
    `${folderName(folder)}: ${short(title)}. Click to see the changes.`,
  notificationTitle: (card: ApprovalCard) => `${card.who} asks`,
  notificationBody: (card: ApprovalCard, waiting: number) =>
    waiting > 1 ? `${words.card(card)} (and ${waiting - 1} more)` : words.card(card),
} as const;

const MAX_CHARS = 60;

/** What fits a menu. */
function short(text: string): string {
  return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS - 1)}…` : text;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 1 ? 'under 1 min' : `${minutes} min`;
}
