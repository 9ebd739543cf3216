// The texts of what several pages show: diffs, forms, command output, Markdown.
import { formatBytes, formatNumber, plural } from './counts.ts';

export const diff = {
  layout: 'Diff layout',
  unified: 'Unified',
  split: 'Split',
  files: 'Files',
  kinds: { add: 'added', delete: 'deleted', update: 'changed' },
  kindLetters: { add: 'A', delete: 'D', update: 'M' },
  viewed: 'Viewed',
  filter: 'Filter files',
  noFile: 'No file has a name like that.',
  toolbar: {
    label: 'Diff',
    files: (count: number) => plural(count, 'file', 'files'),
    viewed: (viewed: number, all: number) => `${viewed} of ${plural(all, 'file', 'files')} viewed`,
    previous: 'Previous change',
    next: 'Next change',
    space: 'Hide white space changes',
  },
  spaceHidden: 'Lines where only white space differs are marked ≈ and shown as they will be.',
  spaceOnlyHint: 'Only white space differs',
  noText: 'No text to show: the file is moved or empty.',
  binary: 'A binary file. This diff says nothing more about it.',
  pictures: {
    before: 'Before',
    after: 'After',
    tooLarge: 'Too large to show',
    broken: 'Cannot be shown: the file is broken',
    pixels: (width: number, height: number) => `${formatNumber(width)} × ${formatNumber(height)}`,
    size: formatBytes,
  },
};

export const form = {
  required: 'Fill this in.',
  notJson: 'This is not valid JSON.',
  problems: {
    minLength: 'Too short.',
    maxLength: 'Too long.',
    minimum: 'Too small.',
    maximum: 'Too large.',
    exclusiveMinimum: 'Too small.',
    exclusiveMaximum: 'Too large.',
    pattern: 'Not in the expected format.',
    format: 'Not in the expected format.',
    enum: 'Choose one of the values.',
    const: 'Not the expected value.',
    minItems: 'Choose more.',
    maxItems: 'Choose fewer.',
    type: 'Not the expected type of value.',
    multipleOf: 'Not a multiple of the required step.',
  },
};

export const output = {
  showAll: 'Show all output',
  showEarlier: (count: number) => `Show ${plural(count, 'earlier line', 'earlier lines')}`,
  none: 'No output.',
  noneYet: 'No output yet.',
};

export const markdown = {
  image: 'Image',
  openTitle: 'Open this address?',
  openHint: 'It opens in your browser.',
  open: 'Open in browser',
};
