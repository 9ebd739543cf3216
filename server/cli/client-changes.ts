// `patchbay token pause/resume/when-nobody`: what the person sets about one client. It needs the passphrase, as answers
// do.
import { changeClient } from '../approvals/change-client.ts';
import { programFileOf } from '../approvals/command/program.ts';
import { principalIdOf } from '../config/client-names.ts';
import { type Paths, resolvePaths } from '../config/paths.ts';
import { openPrincipalsFile } from '../config/principals-file.ts';
import type { ClientChange } from '../contract/client-change.ts';
import { DEFAULT_COMMAND_SECONDS, type WhenNobody } from '../contract/when-nobody.ts';
import { clientAnswerSchema } from '../control/messages/clients.ts';
import { approvalProgramNotFound } from '../errors/clients.ts';
import { sendChange } from './send-change.ts';

/** What stands on the command line. */
export interface WhenNobodyWords {
  readonly minutes?: number;
  readonly seconds?: number;
}

/** @throws what `change` throws */
export async function pauseClient(name: string, isPaused: boolean): Promise<void> {
  await change(name, { do: 'pause', isPaused });
  process.stderr.write(
    isPaused ? `${name} is paused: it can start nothing new.\n` : `${name} can start turns again.\n`,
  );
}

/**
 * @param action undefined prints what is set
 * @param command the program and its arguments
 * @throws approval-program-not-found, approval-program-unfit, and what `change` throws
 */
export async function setWhenNobody(
  name: string,
  action: WhenNobody['do'] | 'default' | undefined,
  options: WhenNobodyWords & { command: readonly string[] },
): Promise<void> {
  if (action === undefined) {
    const paths = resolvePaths({ env: process.env });
    const { whenNobody } = openPrincipalsFile(paths.principalsFile).of(principalIdOf(name, paths.tokensFile));
    process.stdout.write(`${whenNobodyInWords(whenNobody)}\n`);
    return;
  }
  const whenNobody = action === 'default' ? null : settingOf(action, options);
  await change(name, { do: 'when-nobody', whenNobody });
  process.stderr.write(`${name}, when nobody is there: ${whenNobodyInWords(whenNobody ?? undefined)}.\n`);
}

function settingOf(
  action: WhenNobody['do'],
  { minutes, seconds = DEFAULT_COMMAND_SECONDS, command }: WhenNobodyWords & { command: readonly string[] },
): WhenNobody {
  switch (action) {
    case 'deny':
      return { do: 'deny' };
    case 'wait':
      return { do: 'wait', ...(minutes !== undefined && { minutes }) };
    case 'command': {
      const [name = '', ...args] = command;
      const program = programFileOf(name, process.env['PATH'] ?? '');
      if (program === undefined) throw approvalProgramNotFound(name);
      return { do: 'command', program, arguments: args, seconds };
    }
  }
}

function whenNobodyInWords(setting: WhenNobody | undefined): string {
  switch (setting?.do) {
    case undefined:
      return 'asked as always';
    case 'deny':
      return 'denied at once';
    case 'wait':
      return setting.minutes === undefined ? 'wait' : `wait up to ${setting.minutes} min`;
    case 'command':
      return `asks ${[setting.program, ...setting.arguments].join(' ')} (at most ${setting.seconds} s)`;
  }
}

/** @throws token-not-found, client-changes-not-now, and what sendChange and changeClient throw */
async function change(name: string, wanted: ClientChange): Promise<void> {
  const { tokensFile } = resolvePaths({ env: process.env });
  const id = principalIdOf(name, tokensFile);
  await sendChange({
    kind: 'clients',
    request: { wanted: { id, change: wanted } },
    answerSchema: clientAnswerSchema,
    alone(paths: Paths) {
      const principals = openPrincipalsFile(paths.principalsFile);
      changeClient(id, wanted, { principals, patchbayHome: paths.patchbayHome, env: process.env });
      return {};
    },
  });
}
