// The remotes of a home for one command, without a host.
import { watchdogFile } from '../base/program.ts';
import type { Paths } from '../config/paths.ts';
import { usualAddresses } from '../config/usual-addresses.ts';
import type { Redactor } from '../logging/redact.ts';
import { silentLogger } from '../logging/silent.ts';
import { createProcessGuard } from '../processes/guard.ts';
import { type HomeRemotes, openHomeRemotes } from './home-remotes.ts';

/**
 * Close it when its connections are closed: it ends the programs it has started.
 * @param redactor learns every secret that is sent
 */
export function openLoneRemotes(paths: Paths, env: NodeJS.ProcessEnv, redactor: Redactor): HomeRemotes {
  const guard = createProcessGuard({ watchdogFile, onProblem: () => undefined });
  const addresses = usualAddresses(paths.settingsFile);
  const home = openHomeRemotes({
    paths,
    env,
    ownAddresses: () => addresses,
    guard,
    logger: silentLogger,
    redactor,
  });
  return {
    ...home,
    async close() {
      await home.close();
      await guard.close();
    },
  };
}
