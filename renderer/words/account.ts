// The texts about the account Codex is signed in with, on the Settings page and at the first run.

export const account = {
  unknown: 'Looking for a Codex login…',
  unreadable: 'Codex could not say who is signed in.',
  notNeeded: 'No account needed. config.toml names its own model provider.',
  signedInAs: (who: string, plan: string | undefined) => `Signed in as ${who}${plan ? ` (${plan})` : ''}`,
  resets: (at: string) => `, resets ${at}`,
  signOut: 'Sign out',
  chatgpt: 'Sign in with ChatGPT',
  deviceCode: 'With a code on another device',
  apiKey: 'With an API key',
  key: 'API key',
  keyHint: 'Passed to Codex, which stores it. Patchbay does not store it.',
  useKey: 'Use key',
  waiting: 'Waiting for you to sign in with the browser…',
  enterCode: 'Enter this code on the sign-in page:',
  copyCode: 'Copy code',
};
