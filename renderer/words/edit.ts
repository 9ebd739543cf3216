// The texts of a question that a person changes before they approve it.
import { plural } from './counts.ts';

export const edit = {
  command: 'Edit the command',
  patch: 'Choose the changes',
  cancel: 'Back to what was asked',
  approve: 'Approve edited',
  field: 'Command to approve',
  commandHint:
    'Codex is told this text instead. When it then asks for exactly this, in this turn, it runs once without another question.',
  patchHint:
    'Patchbay makes the ticked changes itself, if the files are still as shown. Codex is told what was made, and that you do not want the rest.',
  parts: (kept: number, all: number) => `${kept} of ${plural(all, 'change', 'changes')} ticked`,
  part: (at: number, all: number, file: string) => `Change ${at} of ${all} in ${file}`,
  whole: {
    add: (file: string) => `Add ${file}`,
    delete: (file: string) => `Delete ${file}`,
    update: (file: string) => `Change ${file}`,
    move: (file: string, to: string) => `Move ${file} to ${to}`,
  },
  unused: 'Your change was not used: the question was answered or asked anew before you approved it.',
  unusedText: 'Command as you changed it',
  looking: 'Checking what this would do…',
};
