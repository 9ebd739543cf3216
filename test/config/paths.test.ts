// Where Patchbay keeps its files: never below whatever folder it was started in, and an answer at once where no folder
// can be made.
import { describe, expect, test } from 'vitest';
import { ensureHome, resolvePaths } from '../../server/config/paths.ts';

describe('the home folder', () => {
  test.for([
    ['HOME', 'relative', { HOME: 'relative' }],
    ['HOME', './here', { HOME: './here', XDG_DATA_HOME: 'data' }],
    ['PATCHBAY_HOME', 'here', { HOME: '/home/me', PATCHBAY_HOME: 'here' }],
    ['PATCHBAY_HOME', '.', { HOME: '/home/me', PATCHBAY_HOME: '.' }],
    ['PATCHBAY_HOME', '../up', { HOME: '/home/me', PATCHBAY_HOME: '../up' }],
    ['PATCHBAY_HOME', '~/patchbay', { HOME: '/home/me', PATCHBAY_HOME: '~/patchbay' }],
  ] as const)('is refused if %s is %s', ([variable, value, env]) => {
    expect(() => resolvePaths({ env })).toThrow(`${variable} is "${value}", which is not an absolute path`);
  });

  test.for(['/proc/patchbay', '/proc/self/patchbay', '/dev/null/patchbay', '/dev/null', '/proc/self/a/b'])(
    'cannot be %s, which is said with the place',
    (place) => {
      expect(() => ensureHome(place)).toThrow(`Patchbay cannot write to its folder ${place} (`);
    },
  );
});
