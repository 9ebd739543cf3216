// How this Patchbay came onto the machine, which decides how a newer one does.
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

export interface Installation {
  readonly kind: /** The package manager replaces its files. */
    | 'deb'
    /** electron-updater can replace it: an AppImage, Windows with the installer, a signed app of macOS. */
    | 'self-replacing'
    /** A zip or a clone. */
    | 'by-hand';
  /** The feed that the build brings; empty without one. */
  readonly buildFeed: string;
}

/** resources/app-update.yml, which `scripts/package` writes and electron-updater reads too: JSON, which is YAML. */
const buildSchema = z.object({ url: z.string().optional(), isSigned: z.boolean().optional() });

/**
 * @param options.resources the folder of the package's resources; undefined in a clone
 * @param options.program the file that runs
 */
export function findInstallation(options: {
  resources: string | undefined;
  program: string;
  env: NodeJS.ProcessEnv;
}): Installation {
  const { resources, program, env } = options;
  if (resources === undefined) return { kind: 'by-hand', buildFeed: '' };
  const build = readBuild(path.join(resources, 'app-update.yml'));
  const buildFeed = build.url ?? '';
  // Written by the maker of the deb.
  const isDeb = fs.existsSync(path.join(resources, 'package-type'));
  if (isDeb) return { kind: 'deb', buildFeed };
  return {
    kind: canReplaceItself(program, env, build.isSigned === true) ? 'self-replacing' : 'by-hand',
    buildFeed,
  };
}

/**
 * The AppImage we run from. A program that was started from another AppImage, such as an editor's terminal, has the
 * variables of that one.
 */
export function ownAppImage(program: string, env: NodeJS.ProcessEnv): string | undefined {
  const { APPIMAGE: file, APPDIR: folder } = env;
  if (!file || !folder) return undefined;
  return path.relative(folder, program).startsWith('..') ? undefined : file;
}

function canReplaceItself(program: string, env: NodeJS.ProcessEnv, isSigned: boolean): boolean {
  switch (process.platform) {
    case 'linux':
      return ownAppImage(program, env) !== undefined;
    case 'win32':
      return fs.existsSync(path.join(path.dirname(program), 'Uninstall Patchbay.exe'));
    // macOS replaces signed apps only.
    case 'darwin':
      return isSigned;
    default:
      return false;
  }
}

function readBuild(file: string): z.infer<typeof buildSchema> {
  if (!fs.existsSync(file)) return {};
  return buildSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
}
