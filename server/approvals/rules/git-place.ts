// Which repository a command of an allow obeys. git runs what the settings and hooks of the repository say in which it is
// started, and a folder inside the working tree can be one: a bare one arrives with a clone as plain files, and Codex's
// sandbox protects only the `.git` of the thread's folder. So an allow holds in the repository of that folder alone.
import fs from 'node:fs';
import path from 'node:path';
import { isInside } from '../../base/paths-inside.ts';
import { readRegularFile } from '../../files/regular-file.ts';
import { gitFolderAbove, hasSubmodules, isWhole } from '../reads/git-repository.ts';
import { checkoutOf } from './checkout.ts';
import {
  bringsFiles,
  contactedBy,
  isCommit,
  looksInside,
  mayAddRepositories,
  obeysRepository,
  type WrittenCommand,
} from './git-commands.ts';
import { repositoryInside } from './repositories-inside.ts';

/** Where a command would run, and the folder of its thread; real paths. */
interface CommandPlace {
  readonly folder: string;
  readonly cwd: string;
}

/** A command that stands before another one in the same text. */
export interface EarlierCommand extends WrittenCommand {
  readonly cwd: string;
}

/**
 * @param earlier may have changed what is on the disk by the time this one runs
 * @param isAllowed by the words of a rule. What only reads has been looked at by its own rule, as the disk is now
 * @returns why a person is asked, as a clause
 */
export function whyOtherRepository(
  command: WrittenCommand,
  place: CommandPlace,
  {
    earlier,
    isAllowed,
  }: {
    readonly earlier: readonly EarlierCommand[];
    readonly isAllowed: boolean;
  },
): string | undefined {
  if (!obeysRepository(command)) return undefined;
  const why = isAllowed ? (whyNotOfThread(place) ?? whyNotARemote(command, place)) : undefined;
  if (why !== undefined) return why;
  const checkout = checkoutOf(place.cwd);
  const isElsewhere = command.args.slice(0, 2).includes('-C') || checkout?.root !== place.cwd;
  if (isElsewhere && earlier.some(bringsFiles))
    return 'what an earlier command brings could make its folder another git repository';
  if (!checkout) return undefined;
  const isFolder = (cwd: string) => (word: string) =>
    fs.statSync(path.resolve(cwd, word), { throwIfNoEntry: false })?.isDirectory() === true;
  const mayAdd = earlier.some((one) => mayAddRepositories(one, isFolder(one.cwd)));
  const hasSome = isAllowed && hasSubmodules(checkout.gitFolder);
  if (!mayAdd && !hasSome) return undefined;
  // A commit of what was added looks no further, unless there is nothing to commit.
  const isBlind = !looksInside(command) && !(isCommit(command) && (hasSome || earlier.some(isCommit)));
  if (isBlind && !hasSome) return undefined;
  const found = repositoryInside(checkout);
  if (found === undefined || (found === 'too-many-files' && isBlind)) return undefined;
  return found === 'too-many-files'
    ? 'there may be other git repositories inside this one, and it has too many files to look through'
    : `git would obey the repository ${path.relative(checkout.root, found)} inside this one too`;
}

function whyNotOfThread({ folder, cwd }: CommandPlace): string | undefined {
  if (!fs.existsSync(cwd)) return 'its folder is not there yet, and could become another git repository';
  // Outside of a repository git obeys none.
  if (gitFolderAbove(cwd) === undefined) return undefined;
  const own = checkoutOf(folder);
  if (!own?.isProven) return 'the folder of the thread is not in the working tree of a git repository';
  const here = checkoutOf(cwd);
  if (!here?.isProven || here.commonFolder !== own.commonFolder)
    return 'it runs in another git repository below the folder';
  return isWhole(own.commonFolder) ? undefined : 'git could take another folder for the repository';
}

/** git takes a name that is no remote for a path, and obeys the repository there. */
function whyNotARemote(command: WrittenCommand, { folder, cwd }: CommandPlace): string | undefined {
  const contacted = contactedBy(command);
  // An address is in the words of the rule: behind them it is asked about.
  if (contacted === undefined || /^[^-].*:/.test(contacted)) return undefined;
  const checkout = checkoutOf(cwd);
  const remotes = checkout ? remotesOf(checkout.commonFolder) : [];
  if (contacted !== '' && !remotes.some(({ name }) => name === contacted))
    return `${contacted} is not a remote of the repository, so git would take it for a path`;
  const inside = remotes.find(({ name, url }) => {
    if (contacted !== '' && name !== contacted) return false;
    const named = url.replace(/^file:\/\//, '');
    return !/^[^/]*:/.test(named) && isInside(path.resolve(checkout?.root ?? cwd, named), folder);
  });
  return inside && `the remote ${inside.name} is a repository in the folder, which has hooks of its own`;
}

/** Those with an address, as git itself writes them into its settings. */
function remotesOf(commonFolder: string): { readonly name: string; readonly url: string }[] {
  const lines = readRegularFile(path.join(commonFolder, 'config')).toString('utf8').split('\n');
  let name: string | undefined;
  return lines.flatMap((line) => {
    if (/^\s*\[/.test(line)) name = /^\s*\[remote "([^"\\]+)"\]\s*$/i.exec(line)?.[1];
    const url = /^\s*(?:push)?url\s*=\s*(\S.*?)\s*$/i.exec(line)?.[1];
    return name === undefined || url === undefined ? [] : [{ name, url }];
  });
}
