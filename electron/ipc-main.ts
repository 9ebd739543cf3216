// The main process's end of the contract: the one place that answers commands. It checks the sender and the arguments,
// and never throws: errors are returned as data.
import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import { type CommandHandlers, type CommandName, commandSchemas } from '../server/contract/commands.ts';
import { COMMAND_CHANNEL, type CommandError } from '../server/contract/ipc.ts';
import { knownError, messageOf, PatchbayError } from '../server/errors/error.ts';
import type { LogSink } from '../server/logging/logger.ts';
import { APP_ORIGIN } from './app-protocol.ts';

/**
 * @param handlers one for every command
 * @param log its redactor is applied to errors before the window gets them
 */
export function answerCommands(handlers: CommandHandlers, { logger, redactor }: LogSink): void {
  ipcMain.handle(COMMAND_CHANNEL, async (event, name: unknown, args: unknown) => {
    if (!isOurPage(event)) {
      logger.warn('command-refused', {
        message: `from ${event.senderFrame?.origin ?? 'a frame that is gone'}`,
      });
      return refusal('Only the Patchbay window may ask for this.');
    }
    if (typeof name !== 'string' || !Object.hasOwn(commandSchemas, name))
      return refusal('There is no such command.');
    const command = name as CommandName;
    const checked = commandSchemas[command].safeParse(args);
    if (!checked.success) return refusal(checked.error.issues.map(({ message }) => message).join('; '));
    try {
      return { ok: true, value: await handlers[command](checked.data as never) };
    } catch (error) {
      if (!(error instanceof PatchbayError))
        logger.error('command-failed', { command, message: messageOf(error) });
      const { code, summary, fixInWindow: fix } = knownError(error);
      return { ok: false, error: { code, summary: redactor.redact(summary), fix } };
    }
  });
}

function isOurPage({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && senderFrame.origin === APP_ORIGIN;
}

function refusal(summary: string): { ok: false; error: CommandError } {
  return { ok: false, error: { code: 'refused', summary, fix: '' } };
}
