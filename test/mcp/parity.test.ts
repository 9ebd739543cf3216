// What `npm run parity` compares with `codex mcp-server` 0.153.4, for ours alone: it does what its tables say.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectedOfOurs } from '../parity/case.ts';
import { ours } from '../parity/contestants.ts';
import { groups } from '../parity/groups.ts';
import { type RunningGroup, startGroup } from '../parity/server.ts';

describe.for(groups.map((group) => [group.title, group] as const))('%s', ([, group]) => {
  let running: RunningGroup;
  beforeAll(async () => {
    running = await startGroup(ours, group);
  });
  afterAll(() => running?.close());

  for (const parityCase of group.cases) {
    // A defect that is fixed makes its test fail until it is struck from the table.
    const declare = parityCase.defect === undefined ? test : test.fails;
    declare(parityCase.name, async () => {
      expect(await running.run(parityCase)).toEqual(expectedOfOurs(parityCase));
    });
  }
});
