// All texts of the tray, of notifications and of native dialogs.
import type { ApprovalCard } from '../server/contract/approval-card.ts';
import type { ConfigProblem } from '../server/contract/state.ts';

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
  paused: 'Paused: no new turns begin',
  stopTurns: 'Stop all turns…',
  stopServer: 'Stop server…',
  launchAtLogin: 'Launch at login',
  more: 'More…',
  tryAgain: 'Try again',
  changePort: 'Change port…',
  health: 'Health…',
  restartEngine: 'Restart engine',
  stopTurnsQuestion: 'Stop all turns?',
  stopServerQuestion: 'Stop the server?',
  stopServerDetail: 'Clients cannot reach Patchbay until it is started again.',
  stop: 'Stop',
  quitWhenDone: 'Quit when they finish',
  stopAndQuit: 'Stop and quit',
  noTray: 'Patchbay keeps running',
  noTrayDetail:
    'This desktop shows no tray icon, so closing the window minimises it. “Quit Patchbay” is among the commands',
  running: (clients: number, turns: number) =>
    `Running, ${count(clients, 'client')}, ${count(turns, 'turn')}`,
  configBroken: ({ line, reason }: ConfigProblem) =>
    `config.toml${line === undefined ? '' : ` line ${line}`}: ${reason}`,
  waiting: (waiting: number, oldestMs: number) => `${waiting} waiting, oldest ${age(oldestMs)}`,
  turnsRunning: (turns: number) => (turns === 1 ? '1 turn is running.' : `${turns} turns are running.`),
  card: (card: ApprovalCard) => `${folderName(card.folder)}: ${about(card)}`,
  signInTitle: (remote: string) => `${short(remote)} wants you to sign in`,
  signInBody: 'What it offers cannot be used until you do. Click to go there.',
  notificationTitle: (card: ApprovalCard) => `${card.who} asks`,
  notificationBody: (card: ApprovalCard, waiting: number) =>
    waiting > 1 ? `${words.card(card)} (and ${waiting - 1} more)` : words.card(card),
} as const;

const MAX_CHARS = 60;

/** What a card is about, in a few characters that fit a menu. */
function about({ subject }: ApprovalCard): string {
  switch (subject.kind) {
    case 'command':
      return short(subject.command.replace(/^\S*sh -l?c '([\s\S]*)'$/, '$1'));
    case 'patch':
      return subject.changes.length === 1
        ? short(`change ${folderName(subject.changes[0]?.path ?? '')}`)
        : `change ${subject.changes.length} files`;
    case 'tool':
      return short(`call ${subject.server}.${subject.tool}`);
    case 'permission':
      return 'more permissions';
    case 'form':
      return short(subject.message);
    case 'url':
      return short(subject.url);
    case 'folder':
      return 'trust this folder';
  }
}

/** One line, without characters that could mislead the eye. */
function short(text: string): string {
  const line = text.replace(/[\p{C}\p{Default_Ignorable_Code_Point}\s]+/gu, ' ').trim();
  return line.length > MAX_CHARS ? `${line.slice(0, MAX_CHARS - 1)}…` : line;
}

function folderName(file: string): string {
  return file.split(/[\\/]/).filter(Boolean).at(-1) ?? file;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 1 ? 'just now' : `${minutes} min`;
}
