// The options of `patchbay mcp-server`, with their defaults.
import { type Ceiling, defaultCeiling } from '../contract/ceiling.ts';
import type { LogLevel } from '../contract/log-levels.ts';

export interface McpServerOptions {
  /** Absent: stdio. */
  readonly port: number | undefined;
  readonly host: string;
  readonly isStandalone: boolean;
  readonly isDemo: boolean;
  readonly needsToken: boolean;
  readonly codexHome: string | undefined;
  readonly enginePath: string | undefined;
  readonly logLevel: LogLevel | undefined;
  /** Undefined if not given: then the app uses its settings, and the command line DEFAULT_APPROVAL_MS. */
  readonly approvalDeadlineMs: number | undefined;
  readonly ceiling: Ceiling;
  /** Folders where calls may write although they are the root, the home folder, or a folder above it. */
  readonly allowFolders?: readonly string[] | undefined;
  readonly allowHosts: readonly string[];
  readonly allowOrigins: readonly string[];
}

export const DEFAULT_APPROVAL_MS = 600_000;

export const defaultOptions: McpServerOptions = {
  port: undefined,
  host: '127.0.0.1',
  isStandalone: false,
  isDemo: false,
  needsToken: true,
  codexHome: undefined,
  enginePath: undefined,
  logLevel: undefined,
  approvalDeadlineMs: undefined,
  ceiling: defaultCeiling,
  allowHosts: [],
  allowOrigins: [],
};

/** How the `patchbay` command hands its options to the app: as JSON in this variable. */
export const APP_OPTIONS_VARIABLE = 'PATCHBAY_APP_OPTIONS';
