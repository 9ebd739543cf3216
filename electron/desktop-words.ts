// All texts of the tray, of notifications and of native dialogs.
import type { ApprovalCard } from '../server/contract/approval-card.ts';
import { describeCondition } from '../server/contract/condition-words.ts';
import type { Condition } from '../server/contract/conditions.ts';
import { describeSubject } from '../server/contract/describe-subject.ts';
import type { DoNotDisturb } from '../server/contract/notifications.ts';
import { folderName } from '../server/contract/shown-paths.ts';
import type { ThreadRow } from '../server/contract/state.ts';
import type { Surprise } from '../server/contract/surprise.ts';
import type { UpdateState } from '../server/contract/updates.ts';
import { makeVisible, makeVisibleInLine } from '../server/contract/visible.ts';

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
  doNotDisturb: 'Do not disturb',
  quietSpans: { hour: 'For one hour', tomorrow: 'Until tomorrow morning', on: 'Until I turn it off' },
  /** @param now in ms since 1970 */
  quiet: (wish: DoNotDisturb, now: number) =>
    wish.kind === 'until' ? `Do not disturb until ${clock(wish.at, now)}` : words.doNotDisturb,
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
  /** What is wrong, without what to do: a click leads there. */
  condition: (condition: Condition, now: number) =>
    short(
      makeVisibleInLine(describeCondition(condition, wholeMinutes(condition, now)).title),
      MAX_CONDITION_CHARS,
    ),
  moreConditions: (count: number) => `${count} more…`,
  waiting: (waiting: number, oldestMs: number) => `${waiting} waiting, oldest ${age(oldestMs)}`,
  turnsRunning: (turns: number) => (turns === 1 ? '1 turn is running.' : `${turns} turns are running.`),
  newerStarted: (version: string, turns: number) =>
    `Patchbay ${version} was started and waits for this one. ${words.turnsRunning(turns)}`,
  /** @param redact replaces secrets, before the text is cut */
  card: (card: ApprovalCard, redact = (text: string) => text) =>
    `${folderName(card.folder)}: ${short(redact(describeSubject(card.subject, card.folder).label))}`,
  signInTitle: (remote: string) => `${short(makeVisible(remote))} wants you to sign in`,
  signInBody: 'Its tools cannot be used until you sign in. Click to open it in Patchbay.',
  surpriseTitle: ({ kind, fileCount }: Surprise) => {
    const files = count(fileCount, 'file');
    if (kind === 'deleted') return `A turn deleted ${files}`;
    if (kind === 'by-commands') return `Commands of a turn changed ${files}`;
    return `A turn ended early and left ${files} changed`;
  },
  surpriseBody: ({ folder, title }: ThreadRow, redact: (text: string) => string) =>
    `${folderName(folder)}: ${short(makeVisible(redact(title)))}. Click to see the changes.`,
  notificationTitle: (card: ApprovalCard) => `${short(makeVisible(card.who))} asks`,
  notificationBody: (card: ApprovalCard, waiting: number, redact: (text: string) => string) =>
    waiting > 1 ? `${words.card(card, redact)} (and ${waiting - 1} more)` : words.card(card, redact),
} as const;

const MAX_CHARS = 60;
/** A reason of config.toml with its line fits. */
const MAX_CONDITION_CHARS = 120;

/** What fits a menu. */
function short(text: string, most = MAX_CHARS): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** A clock that ticked every second would close the open menu every second. */
function wholeMinutes({ since }: Condition, now: number): number {
  return since + Math.floor((now - since) / 60_000) * 60_000;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

function age(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes < 1 ? 'under 1 min' : `${minutes} min`;
}

/** The time of day, with the day of the week if it is not today. */
function clock(at: number, now: number): string {
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return new Date(at).toLocaleString([], isToday ? time : { weekday: 'short', ...time });
}
