// What a window may ask on its Settings page: settings, trusted folders, the Codex account, the environment.
import { z } from 'zod';
import type { DecidedFolder } from '../../config/folder-trust.ts';
import { settingsChangeSchema } from '../settings.ts';
import { nothing } from './arguments.ts';

/** The arguments, by command name. */
export const settingsCommands = {
  /** Folders the person has trusted with their own settings, or not. */
  'decided-folders': nothing,
  /** The person is asked about it again. */
  'forget-folder': z.strictObject({ folder: z.string().max(4096) }),
  'change-settings': z.strictObject({ changes: settingsChangeSchema() }),
  'sign-in': z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('chatgpt') }),
    z.strictObject({ kind: z.literal('device-code') }),
    z.strictObject({ kind: z.literal('api-key'), apiKey: z.string().min(1).max(1000) }),
  ]),
  /** Asks the engine again who is signed in. */
  'read-account': nothing,
  'cancel-sign-in': nothing,
  'sign-out': nothing,
  'reload-environment': nothing,
} as const;

/** What comes back. */
export interface SettingsResults {
  'decided-folders': readonly DecidedFolder[];
}
