// The texts about the account Codex is signed in with, on the Settings page and at the first run.

export const account = {
  unknown: 'Looking for a Codex login…',
  unreadable: 'Codex could not say who is signed in.',
  notNeeded: 'No account needed: config.toml names a model provider of its own.',
  signedInAs: (who: string, plan: string | undefined) => `Signed in as ${who}${plan ? ` (${plan})` : ''}`,
  resets: (at: string) => `, resets ${at}`,
  signOut: 'Sign out',
  chatgpt: 'Sign in with ChatGPT',
  deviceCode: 'With a code on another device',
  apiKey: 'With an API key',
  key: 'API key',
  keyHint: 'Handed to Codex, which keeps it. Patchbay does not.',
  useKey: 'Use key',
  waiting: 'Waiting for you to sign in in the browser…',
  enterCode: 'Enter this code there:',
  copyCode: 'Copy code',
};
