// The texts about notifications, "do not disturb" and the global shortcut.
import { time } from './time.ts';

export const notifications = {
  notifies: 'Notify me outside of the window',
  notifiesHint:
    'Never for automatic decisions, and not for what the window shows you at that moment. A click opens the place; nothing is approved there.',
  kinds: {
    questions: 'Waiting questions',
    signIns: 'Remotes that want a sign-in',
    turns: 'Turns worth a look',
  },
  hints: {
    questions: 'One for each thread.',
    signIns: 'Their tools cannot be used until then.',
    turns: 'Deleted many files, changed many by commands, or ended early with changes.',
  },
  levels: { off: 'Off', silent: 'Silent', sound: 'Sound' },
  doNotDisturb: 'Do not disturb',
  doNotDisturbHint:
    'Questions still wait, and the tray still counts them. What came meanwhile is shown at the end.',
  spans: { hour: 'For one hour', tomorrow: 'Until tomorrow morning', on: 'Until I turn it off' },
  until: (at: number) => `Do not disturb until ${time.moment(at)}`,
  untilEnded: 'Do not disturb',
  end: 'End',
  endQuiet: 'End do not disturb',
  shortcut: 'Shortcut to the oldest question',
  shortcutHint:
    'Works in every program. On Wayland your desktop may ask you, or want the keys set in its own settings; a shortcut there can also run `patchbay open --oldest`.',
  none: 'None',
  press: 'Press the keys… (Esc to cancel)',
  notPossible: 'Use Ctrl, Alt or Super with another key, or a function key.',
  change: 'Change…',
  remove: 'Remove',
  refused: (why: string) => `Not in force: ${why}`,
};
