// The order in which test files start. At the end of a run a long file keeps one worker busy while the others have
// nothing left, so the longest start first.
import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take long although there is little in them, by their order of time: they wait, or their cases are in other
 * files. Vitest knows how long files took when it has run them before; otherwise it starts the largest first.
 */
const LONG_AND_SMALL = [
  'mcp/parity.test.ts',
  'processes/frozen.test.ts',
  'mcp/hang-list.test.ts',
  'remotes/azure.test.ts',
  'cli/approvals.test.ts',
  'docs/commands.test.ts',
  'electron/approving.test.ts',
  'renderer/window.test.ts',
  'electron/shell.test.ts',
  'electron/config-problems.test.ts',
  'remotes/sign-in-forgetful.test.ts',
  'engine/slow-servers.test.ts',
  'transports/host-lock.test.ts',
  'fuzz/fuzz.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const projectAt = ({ project }: TestSpecification) => projects.indexOf(project.name);
    // The others stay in the order they are in, behind.
    return sorted.sort((a, b) => projectAt(a) - projectAt(b) || rankOf(a) - rankOf(b));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const name = path.relative(path.join(import.meta.dirname, '..'), moduleId).replaceAll(path.sep, '/');
  const rank = LONG_AND_SMALL.indexOf(name);
  return rank === -1 ? LONG_AND_SMALL.length : rank;
}
