// The licences of what the bundles contain, of the built product.
import path from 'node:path';
import { expect, test } from 'vitest';
import { bundledPackages, licenceTextOf } from '../../scripts/package/bundled-licences.ts';

/** They have no file with their licence, which is MIT. */
const WITHOUT_TEXT = ['@cfworker/json-schema', 'lazy-val', 'react-remove-scroll-bar'];

test('every package in a bundle is named once, with the text of its licence', () => {
  const packages = bundledPackages(path.resolve(import.meta.dirname, '../../out'));
  const names = packages.map(({ name, version }) => `${name} ${version}`);
  expect(new Set(names).size).toBe(names.length);
  // Of the command line, the app and the window.
  expect(packages.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['commander', 'electron-log', 'react-dom', '@mantine/core', '@azure/identity']),
  );
  const without = packages.filter(({ texts }) => texts.length === 0).map(({ name }) => name);
  expect(without).toEqual(WITHOUT_TEXT);
  expect(licenceTextOf(packages)).toContain('Permission is hereby granted, free of charge');
});
