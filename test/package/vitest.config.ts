// `npm run test:package`: what was made in dist/, installed. Not part of `npm test`, because making it takes longer than
// many tests.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/package/installed.test.ts'],
    globalSetup: './test/support/prepare-run.ts',
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
