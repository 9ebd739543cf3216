// The texts of the first run.

export const firstRun = {
  title: 'Welcome to Patchbay',
  intro: 'Your IDE gets Codex as a tool. You decide here what Codex may run and change.',
  signIn: 'Sign in',
  orDemo: 'No account?',
  demo: 'Try the demo',
  demoRuns: 'The demo model answers. No account needed.',
  connect: 'Connect a client',
  connectHint: 'You see the change to its settings before anything is written.',
  connected: (name: string) => `${name} is connected.`,
  ask: 'Ask Codex',
  prompt: 'use codex to add a README',
  copyPrompt: 'Copy prompt',
  steps: { connection: 'connected', call: 'called', decision: 'decided' },
  asked: 'Codex asked, and you decided.',
  look: 'Go to the question',
  isDone: 'Done',
  nothingHome: 'Patchbay collects no data.',
  done: 'Done',
  skip: 'Skip for now',
};
