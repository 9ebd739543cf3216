import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';

/** They start no process. */
const unitTests = [
  'test/approvals/*.test.ts',
  'test/blame/*.test.ts',
  'test/checkpoints/*.test.ts',
  'test/cli/{early-answer,plain-words}.test.ts',
  'test/connect/*.test.ts',
  'test/docs/generated-pages.test.ts',
  'test/mcp/list-text.test.ts',
  'test/overlap/*.test.ts',
  'test/receipts/*.test.ts',
  'test/records/{markdown,search}.test.ts',
  'test/remotes/pin-history.test.ts',
  'test/remotes/{scan,start-failures}.test.ts',
  'test/remotes/tokens.test.ts',
  'test/engine/{last-words,leash}.test.ts',
  'test/engine/turn-{control,places}.test.ts',
  'test/errors/*.test.ts',
  'test/logging/redact*.test.ts',
  'test/renderer/**/*.test.ts',
  'test/transports/{accept,when-needed}.test.ts',
  'test/updates/*.test.ts',
  'test/view/**/*.test.ts',
];
/** Those that show a window. */
const appTests = [
  'test/electron/**/*.test.ts',
  'test/leaks/**/*.test.ts',
  'test/renderer/{looks,window}.test.ts',
];

export default defineConfig({
  test: {
    // They end what hangs. A busy machine needs some times what a quiet one does.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // As long as `eventually` waits. Vitest's own second is short for what comes from another process.
    expect: { poll: { timeout: 40_000 } },
    // A test waits more than half of its time, for processes to start and to end, and for deadlines: three workers a core
    // keep two cores busy.
    maxWorkers: 6,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: unitTests, exclude: appTests, pool: 'threads', isolate: false },
      },
      {
        extends: true,
        // No test leaves anything in its own process: one load of the clients serves all files of a worker.
        test: {
          name: 'door',
          globalSetup: './test/support/prepare-run.ts',
          include: ['test/**/*.test.ts'],
          exclude: [...unitTests, ...appTests, 'test/package/installed.test.ts'],
          isolate: false,
        },
      },
      {
        extends: true,
        // axe looks at some twenty views in one test, in a window that is drawn without a graphics card.
        test: {
          name: 'app',
          globalSetup: './test/support/prepare-run.ts',
          include: appTests,
          isolate: false,
          testTimeout: 300_000,
        },
      },
    ],
  },
});
