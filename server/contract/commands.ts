// What a window may ask the host to do: each command's arguments, checked on arrival, and its result. A command that
// fails throws; the text of a PatchbayError is meant to be shown.
import type { z } from 'zod';
import { type AppResults, appCommands } from './commands/app.ts';
import { type ApprovalResults, approvalCommands } from './commands/approvals.ts';
import { type BlameResults, blameCommands } from './commands/blame.ts';
import { type ChangesResults, changesCommands } from './commands/changes.ts';
import { type ClientResults, clientCommands } from './commands/clients.ts';
import { type ConnectResults, connectCommands } from './commands/connect.ts';
import { type CopyResults, copyCommands } from './commands/copies.ts';
import { type DiagnosticsResults, diagnosticsCommands } from './commands/diagnostics.ts';
import { type RemoteResults, remoteCommands } from './commands/remotes.ts';
import { type RuleResults, ruleCommands } from './commands/rules.ts';
import { type SettingsResults, settingsCommands } from './commands/settings.ts';
import { type ThreadResults, threadCommands } from './commands/threads.ts';

/** The arguments, by command name. */
export const commandSchemas = {
  ...approvalCommands,
  ...threadCommands,
  ...blameCommands,
  ...changesCommands,
  ...remoteCommands,
  ...ruleCommands,
  ...settingsCommands,
  ...clientCommands,
  ...connectCommands,
  ...copyCommands,
  ...diagnosticsCommands,
  ...appCommands,
} as const;

export type CommandName = keyof typeof commandSchemas;
export type CommandArguments<N extends CommandName> = z.infer<(typeof commandSchemas)[N]>;
export type RemoteCommandName = keyof typeof remoteCommands;

type Results = ApprovalResults &
  ThreadResults &
  BlameResults &
  ChangesResults &
  RemoteResults &
  RuleResults &
  SettingsResults &
  ClientResults &
  ConnectResults &
  CopyResults &
  DiagnosticsResults &
  AppResults;
export type CommandResult<N extends CommandName> = N extends keyof Results ? Results[N] : undefined;

export type CommandHandlers<N extends CommandName = CommandName> = {
  readonly [K in N]: (
    args: CommandArguments<K>,
  ) => K extends keyof Results ? Results[K] | Promise<Results[K]> : unknown;
};
