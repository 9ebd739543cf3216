// The texts that many places share.

export const common = {
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  retry: 'Try again',
  more: 'More',
  copied: 'Copied',
  /** @param what a label: `Command` */
  copyOf: (what: string) => `Copy ${what.toLowerCase()}`,
  loading: 'Loading…',
  failed: 'That did not work',
};
