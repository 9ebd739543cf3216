// The secrets of a PATCHBAY_HOME, stored where its settings say.

import { keyringFile } from '../base/program.ts';
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';
import type { Logger } from '../logging/logger.ts';
import { openKeyring } from './keyring.ts';
import { openSecrets, type Secrets } from './secrets.ts';

/** @param env with the address of the session bus, if the keychain is reached through one */
export function openHomeSecrets(paths: Paths, env: NodeJS.ProcessEnv, logger: Logger): Secrets {
  return openSecrets({
    file: paths.secretsFile,
    keyring: openKeyring({ program: keyringFile, account: paths.patchbayHome, env }),
    mode: () => readSettings(paths.settingsFile).secrets?.store ?? 'auto',
    logger,
  });
}
