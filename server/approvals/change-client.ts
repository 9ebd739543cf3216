// Changes what the person has set about one client besides its limits.
import type { PrincipalsFile } from '../config/principals-file.ts';
import type { ClientChange } from '../contract/client-change.ts';
import type { WhenNobody } from '../contract/when-nobody.ts';
import { approvalProgramUnfit } from '../errors/clients.ts';
import { temporaryFolders, whyNotProgram } from './command/program.ts';

/**
 * @param about.patchbayHome where a program is started
 * @throws approval-program-unfit, file-broken, file-in-use
 */
export function changeClient(
  principalId: string,
  change: ClientChange,
  about: {
    readonly principals: Pick<PrincipalsFile, 'of' | 'change'>;
    readonly patchbayHome: string;
    readonly env: NodeJS.ProcessEnv;
  },
): void {
  const { principals } = about;
  switch (change.do) {
    case 'pause':
      principals.change(principalId, { isPaused: change.isPaused || null });
      return;
    case 'when-nobody':
      requireFitProgram(change.whenNobody, principals.of(principalId).folder, about);
      principals.change(principalId, { whenNobody: change.whenNobody });
  }
}

/** What can be known now; it is looked at again before each question. */
function requireFitProgram(
  setting: WhenNobody | null,
  folder: string | undefined,
  { patchbayHome: cwd, env }: { readonly patchbayHome: string; readonly env: NodeJS.ProcessEnv },
): void {
  if (setting?.do !== 'command') return;
  const writable = [...temporaryFolders(env), ...(folder === undefined ? [] : [folder])];
  const why = whyNotProgram({ ...setting, cwd }, writable);
  if (why !== undefined) throw approvalProgramUnfit(setting.program, why);
}
