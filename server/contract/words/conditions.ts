// What is wrong, in words: see condition-words.ts.

export const conditionWords = {
  signedOut: 'Codex is not signed in.',
  signedOutHint: 'Calls fail until you sign in.',
  accountUnreadable: 'Codex cannot tell who is signed in.',
  callsFail: (who: string, why: string) => `The last call of ${who} failed: ${why}`,
  clientLeft: (client: string) => `${client} disconnected.`,
  stopsIn: (title: string, clock: string) => `“${title}” stops in ${clock}.`,
  turnSilent: (title: string, clock: string) => `Nothing has been heard of “${title}” for ${clock}.`,
  limitNear: (percent: number) => `${percent}% of your Codex limit is used.`,
  resetsAt: (time: string) => `It resets at ${time}.`,
  toolsChanged: (remote: string, tools: string) => `${remote} has changed ${tools} since you first used it.`,
  toolsChangedHint: 'Review the change on the Remotes page.',
  moreTools: (named: string, more: number) => `${named} and ${more} more`,
  remoteNeedsSignIn: (remote: string) => `${remote} needs you to sign in.`,
  remoteNeedsSignInHint: 'Until then clients do not get its tools.',
  remoteFailed: (remote: string) => `${remote} cannot be used.`,
  turnsPaused: 'New turns are paused.',
  turnsPausedHint: 'Calls are refused until you resume.',
  clientPaused: (client: string) => `${client} is paused.`,
  clientPausedHint: 'It can start nothing new until you resume it.',
  tokenExpired: (client: string) => `The token of ${client} has expired.`,
  tokenExpiredHint: 'Its client cannot connect until you renew it.',
  clientRefused: (client: string, count: number) =>
    count === 1
      ? `${client} tried to connect without a valid token.`
      : `${client} tried to connect without a valid token ${count} times.`,
  shellNotRead: (shell: string, message: string) =>
    `The environment of your login shell (${shell}) could not be read: ${message}`,
  shellNotReadHint: 'Programs that only your shell finds may be missing.',
  shortcutRefused: 'Your shortcut does not work.',
  noClient: 'Connect your editor',
  noClientHint:
    'Patchbay finds the clients on this machine and shows what it would change in their settings.',
  configBroken: (line: number | undefined, reason: string) =>
    `config.toml${line === undefined ? '' : ` line ${line}`}: ${reason}`,
  configStops: 'Codex cannot start or resume threads until it is fixed.',
  remotesUnaffected: 'Remotes are not affected.',
  noRemotes: 'No remotes are available until then.',
  remotesHeld: (time: string) => `Remotes still use the version from ${time}.`,
  tryAgain: 'Try again',
  askAgain: 'Ask again',
  resume: 'Resume',
  openFile: 'Open file',
  openAtLine: (line: number) => `Open at line ${line}`,
  keepGoing: 'Keep going',
  stopTurn: 'Stop turn',
  close: 'Close',
  go: {
    inbox: 'Open Inbox',
    threads: 'Open thread',
    clients: 'Open Clients',
    remotes: 'Open Remotes',
    remote: 'Open remote',
    settings: 'Settings',
  },
};
