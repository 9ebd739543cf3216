// Whether the remotes of config.toml start, answer and let us in: each is connected as for a client, and disconnected
// again.

import { startDeadline } from '../base/deadline.ts';
import { version } from '../base/program.ts';
import type { Paths } from '../config/paths.ts';
import type { Redactor } from '../logging/redact.ts';
import { odditiesOf } from '../remotes/activity.ts';
import { silentCaller } from '../remotes/connection/caller.ts';
import type { SessionConnections } from '../remotes/connection/session-connections.ts';
import { sharedView } from '../remotes/connection/sharing.ts';
import { configFileIn, type RemoteEntry, readEntries } from '../remotes/entries.ts';
import { openLoneRemotes } from '../remotes/lone-remotes.ts';
import type { Oddity } from '../remotes/odd/oddity.ts';
import { checkAzure } from './azure-check.ts';
import { type Check, checked, type Finding, failedWith, ok, warning } from './check.ts';

/** Longer than most remotes need, and short enough to wait for. */
const WAIT_MS = 15_000;

/**
 * One check per remote, or one that says there are none; before them one for Azure, if anything needs it.
 * @param redactor learns every secret that is sent
 */
export async function checkRemotes(
  paths: Paths,
  env: NodeJS.ProcessEnv,
  redactor: Redactor,
): Promise<Check[]> {
  const entries = readEntries(configFileIn(paths.codexHome));
  const home = openLoneRemotes(paths, env, redactor);
  const connections = home.remotes.connectSession({
    view: () => sharedView(version),
    cwd: undefined,
    bystander: silentCaller,
  });
  try {
    const checks = await Promise.all(
      entries.map((entry) => {
        const oddities = () => odditiesOf(home.remotes.activity.of(entry.name));
        return checked(`Remote ${entry.name}`, () => checkOne(entry, connections, oddities));
      }),
    );
    const azure = await checkAzure(paths.codexHome, home);
    return [...azure, ...(checks.length > 0 ? checks : [{ name: 'Remotes', ...ok('none configured') }])];
  } finally {
    await connections.close();
    await home.close();
  }
}

/** @param oddities the oddities found so far */
async function checkOne(
  entry: RemoteEntry,
  connections: SessionConnections,
  oddities: () => readonly Oddity[],
): Promise<Finding> {
  if (entry.kind === 'disabled') return ok('switched off in config.toml');
  const late = () => new Error(`It was not ready within ${WAIT_MS / 1000} s.`);
  const deadline = startDeadline(WAIT_MS, late);
  try {
    const { about, tools } = await deadline.race(connections.get(entry.name));
    if (!about.capabilities['tools']) return ok('connected; it offers no tools');
    const count = (await deadline.race(tools())).length;
    const odd = oddityWords(oddities());
    return count === 0
      ? warning(`Connected, but it offers no tool that config.toml lets through${odd}.`)
      : ok(`connected, ${count} ${count === 1 ? 'tool' : 'tools'}${odd}`);
  } catch (error) {
    return failedWith(error);
  } finally {
    deadline.end();
  }
}

function oddityWords(oddities: readonly Oddity[]): string {
  const fixed = oddities.filter(({ kind }) => kind === 'fixed').length;
  const leftOut = oddities.length - fixed;
  const words = [
    fixed > 0 && `${fixed} ${fixed === 1 ? 'definition' : 'definitions'} repaired`,
    leftOut > 0 && `${leftOut} skipped: ${oddities.find(({ kind }) => kind === 'left-out')?.what}`,
  ];
  return oddities.length === 0 ? '' : `; ${words.filter(Boolean).join(', ')}`;
}
