// What an approval is about, in words: see describe-subject.ts. Names and paths come in as they are to be shown.

const files = (count: number) => (count === 1 ? '1 file' : `${count} files`);

export const subjectWords = {
  command: { question: 'Run a command?' },
  patch: {
    question: (count: number) => `Change ${files(count)}?`,
    label: (paths: string) => `change ${paths}`,
    later: (root: string) => `Approving also allows later changes below ${root} in this thread.`,
    titles: { add: 'Add', delete: 'Delete', update: 'Change' },
  },
  tool: {
    question: (name: string) => `Call ${name}?`,
    label: (name: string) => `call ${name}`,
    marks: {
      'tool-changed': 'The definition of this tool has changed since you first used it.',
      'tool-words': 'Its description has words that ask the model for something else.',
      'tool-shadows': 'Another remote, or Codex itself, has a tool with this name.',
    },
  },
  permission: {
    question: 'Allow more permissions?',
    label: (wanted: string) => `more permissions: ${wanted}`,
    network: 'network access',
    write: (path: string) => `write in ${path}`,
    read: (path: string) => `read in ${path}`,
  },
  form: {
    question: (source: string) => `${source} asks you to fill in a form`,
    label: (source: string, message: string) => `${source} asks: ${message}`,
    note: 'Fill in the form in your client or in the Patchbay window.',
  },
  url: {
    question: (source: string) => `${source} asks you to open an address`,
    label: (url: string) => `open ${url}`,
    note: 'Nothing opens automatically. Approve after you have done what the page asks.',
  },
  folder: {
    question: (name: string) => `Trust ${name}?`,
    label: (folder: string) => `trust ${folder}`,
    note: 'If you trust it, programs named in these settings run outside the sandbox.',
  },
  leash: {
    shareMore: (percent: number) => `Continue with ${percent}% more?`,
    more: (amount: number, unit: string) => `Continue with ${amount} more ${unit}?`,
    label: (at: string) => `continue after ${at}`,
    summary: (at: string) => `${at} used`,
    details: (spent: string, at: string) => `This turn has used ${spent}. Its limit is ${at}.`,
    note: (next: string) =>
      `If yes, it goes on up to ${next}. If not, it ends here, and what was done is kept. Until then it begins nothing new.`,
  },
};
