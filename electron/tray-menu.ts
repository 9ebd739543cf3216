// What the tray shows for a state: icon, tooltip and menu, as data. Nothing can be approved from here.

import type { ApprovalCard } from '../server/contract/approval-card.ts';
import { type Condition, placeOfCondition, urgentConditions } from '../server/contract/conditions.ts';
import type { WindowPlace } from '../server/contract/ipc.ts';
import { isQuiet, type QuietSpan, quietSpans } from '../server/contract/notifications.ts';
import { runningThreads, waitingCards } from '../server/contract/selectors.ts';
import type { HostState } from '../server/contract/state.ts';
import { deniedByStop } from '../server/contract/stop-everything.ts';
import { words } from './desktop-words.ts';

export type TrayIcon = 'stopped' | 'starting' | 'running' | 'needs-you' | 'paused' | 'error';

export type TrayAction =
  | 'start'
  | 'stop-now'
  | 'stop-server'
  | 'deny-and-stop-all'
  | 'pause'
  | 'resume'
  | 'copy-address'
  | 'launch-at-login'
  | 'restart-engine'
  | 'quit'
  | { readonly open: WindowPlace | undefined }
  | { readonly quiet: QuietSpan | 'off' };

export type TrayEntry =
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'separator' }
  | { readonly kind: 'menu'; readonly label: string; readonly entries: readonly TrayEntry[] }
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly action: TrayAction;
      readonly checked?: boolean;
    };

export interface TrayView {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  readonly entries: readonly TrayEntry[];
}

const MAX_CARDS = 5;
const MAX_CONDITIONS = 3;

/** @param now in ms since 1970 */
export function trayView(state: HostState, now: number): TrayView {
  const { server } = state;
  switch (server.kind) {
    case 'stopped':
      return view('stopped', 'Patchbay', [
        act(words.start, 'start'),
        open(words.open),
        open(words.settings, { page: 'settings' }),
        act(words.quit, 'quit'),
      ]);
    case 'starting':
      return view('starting', words.starting, [text(words.starting), act(words.cancel, 'stop-now')]);
    case 'error': {
      const isPort = server.code === 'port-in-use';
      return view('error', server.summary, [
        text(server.summary),
        act(words.tryAgain, 'start'),
        ...(isPort ? [open(words.changePort, { page: 'settings' })] : []),
        open(words.health, { page: 'settings' }),
        act(words.restartEngine, 'restart-engine'),
        act(words.quit, 'quit'),
      ]);
    }
    case 'running':
      return runningView(state, server.isPaused, now);
  }
}

function runningView(state: HostState, isPaused: boolean, now: number): TrayView {
  const waiting = waitingCards(state.inbox);
  const [oldest] = waiting;
  const turns = runningThreads(state.threads).length;
  const clients = state.clients.filter(({ isConnected }) => isConnected).length;
  const running = words.running(clients, turns);
  const urgent = urgentConditions(state.conditions);
  const [worst] = urgent;
  const wrong = worst?.level === 'error' ? words.condition(worst, now) : undefined;
  const update = words.update(state.updates.state);
  const common: TrayEntry[] = [
    ...conditionEntries(urgent, now),
    text(running),
    ...(update ? [open(update, { page: 'settings' })] : []),
    open(words.open),
    act(words.copyAddress, 'copy-address'),
    open(words.connect, { page: 'clients' }),
    ...(isPaused ? [] : [act(words.pause, 'pause')]),
    ...(turns > 0 || deniedByStop(state.inbox).length > 0
      ? [act(words.denyAndStop, 'deny-and-stop-all')]
      : []),
    act(words.stopServer, 'stop-server'),
    quietEntry(state, now),
    {
      kind: 'action',
      label: words.launchAtLogin,
      action: 'launch-at-login',
      checked: state.settings.launchesAtLogin,
    },
    act(words.quit, 'quit'),
  ];
  const paused = isPaused ? [act(words.resume, 'resume'), text(words.paused), separator] : [];
  if (!oldest) {
    const entries = [...paused, ...common];
    if (wrong !== undefined) return view('error', wrong, entries);
    return isPaused ? view('paused', words.paused, entries) : view('running', running, entries);
  }
  const summary = words.waiting(waiting.length, now - oldest.askedAt);
  const cards = waiting.slice(0, MAX_CARDS).map((card) => open(words.card(card), placeOfCard(card)));
  const more = waiting.length > MAX_CARDS ? [open(words.more, { page: 'inbox' })] : [];
  return view('needs-you', summary, [...paused, text(summary), ...cards, ...more, separator, ...common]);
}

/** The worst ones; a click leads to where each can be fixed. */
function conditionEntries(urgent: readonly Condition[], now: number): TrayEntry[] {
  const more = urgent.length - MAX_CONDITIONS;
  return [
    ...urgent
      .slice(0, MAX_CONDITIONS)
      .map((condition) => open(words.condition(condition, now), placeOfCondition(condition))),
    ...(more > 0 ? [open(words.moreConditions(more), { page: 'inbox' })] : []),
  ];
}

export function placeOfCard(card: ApprovalCard): WindowPlace {
  return { page: 'inbox', approvalId: card.id };
}

function quietEntry({ settings }: HostState, now: number): TrayEntry {
  const { doNotDisturb: wish } = settings;
  if (isQuiet(wish, now))
    return { kind: 'action', label: words.quiet(wish, now), action: { quiet: 'off' }, checked: true };
  return {
    kind: 'menu',
    label: words.doNotDisturb,
    entries: quietSpans.map((span) => act(words.quietSpans[span], { quiet: span })),
  };
}

const separator: TrayEntry = { kind: 'separator' };

function view(icon: TrayIcon, tooltip: string, entries: readonly TrayEntry[]): TrayView {
  return { icon, tooltip, entries };
}

function text(label: string): TrayEntry {
  return { kind: 'text', label };
}

function act(label: string, action: TrayAction): TrayEntry {
  return { kind: 'action', label, action };
}

function open(label: string, place?: WindowPlace): TrayEntry {
  return { kind: 'action', label, action: { open: place } };
}
