// Whether git can be run in a repository without it naming a program to run. Everything that git would take from the
// repository to read elsewhere or start something makes it unknown: configuration other than the usual, hooks that
// fire when only reading, links, parts kept somewhere else, submodules with a configuration of their own.

import fs from 'node:fs';
import path from 'node:path';
import { isInside } from '../../base/paths-inside.ts';

/** Keys git writes itself when a repository is made, cloned or worked in, and that name no program or other place. */
const USUAL_KEYS = [
  /^core\.(?:repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|precomposeunicode|symlinks|autocrlf|eol|safecrlf|quotepath|longpaths|preloadindex|untrackedcache|abbrev|hookspath)$/,
  /^extensions\.(?:objectformat|refstorage)$/,
  /^remote\..+\.(?:url|pushurl|fetch|push|tagopt|prune|gh-resolved)$/,
  /^branch\..+\.(?:remote|merge|rebase|pushremote|description|vscode-merge-base|gh-merge-base|github-pr-owner-number)$/,
  /^user\.(?:name|email)$/,
  /^(?:init\.defaultbranch|pull\.(?:rebase|ff)|push\.(?:default|autosetupremote)|fetch\.prune|merge\.conflictstyle|color\.ui|advice\..+)$/,
];

/** Folders of a repository in which a link could lead out of the folder. */
const PARTS =
  '. objects objects/info objects/pack info refs refs/heads logs logs/refs rebase-merge rebase-apply sequencer'.split(
    ' ',
  );

/** Their presence means that a part of the repository is elsewhere, or that more configuration counts. */
const ELSEWHERE =
  'commondir config.worktree modules objects/info/alternates objects/info/http-alternates'.split(' ');

/** Big-endian, as the index has it: the mode of a folder with a repository of its own (gitformat-index). */
const SUBMODULE_MODE = Buffer.from([0x00, 0x00, 0xe0, 0x00]);

/** Fires whenever git writes its index, which `status` and `diff` do to remember what they have seen. */
const HOOK = 'post-index-change';

/**
 * @param cwd where git would run; a real path inside `folder`
 * @returns why it is asked about; undefined where git names no program, or there is no repository at all
 */
export function whyAskRepository(cwd: string, folder: string): string | undefined {
  const found = gitFolderAbove(cwd);
  if (found === undefined) return undefined;
  if (!isInside(found, folder)) return 'the git repository is not inside the folder';
  try {
    return whyAskGitFolder(found);
  } catch {
    return 'the git repository cannot be looked through';
  }
}

/** As git looks for it, upwards: `.git`, or a folder that looks like the inside of one. */
function gitFolderAbove(folder: string): string | undefined {
  const inside = path.join(folder, '.git');
  if (statOf(inside)) return inside;
  const has = (name: string) => statOf(path.join(folder, name)) !== undefined;
  if (has('HEAD') && (has('objects') || has('commondir'))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : gitFolderAbove(parent);
}

function whyAskGitFolder(gitFolder: string): string | undefined {
  if (path.basename(gitFolder) !== '.git') return 'a bare git repository';
  if (!statOf(gitFolder)?.isDirectory()) return 'the git repository is kept elsewhere';
  for (const part of ELSEWHERE)
    if (statOf(path.join(gitFolder, part))) return `the git repository has .git/${part}`;
  if (!isWhole(gitFolder)) return 'git could take another folder for the repository';
  for (const part of PARTS)
    if (hasLinks(path.join(gitFolder, part))) return `the git repository has links in .git/${part}`;
  for (const name of fs.readdirSync(gitFolder)) {
    if (!/^(?:shared)?index/.test(name)) continue;
    if (fs.readFileSync(path.join(gitFolder, name)).includes(SUBMODULE_MODE))
      return 'the git repository has submodules';
  }
  return whyAskConfiguration(gitFolder);
}

function whyAskConfiguration(gitFolder: string): string | undefined {
  const hookFolders = [path.join(gitFolder, 'hooks')];
  const entries = readConfiguration(fs.readFileSync(path.join(gitFolder, 'config'), 'utf8'));
  if (!entries) return '.git/config is not plain';
  for (const [key, value] of entries) {
    if (!USUAL_KEYS.some((usual) => usual.test(key))) return `.git/config sets ${key}`;
    if (key !== 'core.hookspath') continue;
    if (/^[~%]/.test(value)) return '.git/config sets core.hookspath';
    hookFolders.push(path.resolve(path.dirname(gitFolder), value));
  }
  const hasHook = hookFolders.some((hooks) => statOf(path.join(hooks, HOOK)));
  return hasHook ? `the git repository has the hook ${HOOK}` : undefined;
}

const SECTION = /^[ \t]*\[([A-Za-z0-9.-]+)(?:[ \t]+"([^"\\\r\n]*)")?\][ \t]*$/;
const ENTRY = /^[ \t]*([A-Za-z][A-Za-z0-9-]*)[ \t]*(?:=[ \t]*([^\\"#;]*|"[^\\"]*"))?$/;

/** @returns keys in lower case with their values; undefined for anything but one plain entry a line */
function readConfiguration(text: string): [string, string][] | undefined {
  const entries: [string, string][] = [];
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    if (/^[ \t]*(?:[#;].*)?$/.test(line)) continue;
    const head = SECTION.exec(line);
    if (head) {
      section = `${head[1]?.toLowerCase()}${head[2] === undefined ? '' : `.${head[2]}`}`;
      continue;
    }
    const entry = ENTRY.exec(line);
    if (!entry || section === '') return undefined;
    const value = (entry[2] ?? '').trim().replace(/^"|"$/g, '');
    entries.push([`${section}.${entry[1]?.toLowerCase()}`, value]);
  }
  return entries;
}

/** Where one of these is missing git passes it over and looks on, in the folder itself and above it. */
function isWhole(gitFolder: string): boolean {
  const isFolder = (name: string) => statOf(path.join(gitFolder, name))?.isDirectory() === true;
  const head = statOf(path.join(gitFolder, 'HEAD'))?.isFile()
    ? fs.readFileSync(path.join(gitFolder, 'HEAD'), 'utf8')
    : '';
  return isFolder('objects') && isFolder('refs') && /^(?:ref: refs\/\S+|[0-9a-f]{40,64})\n?$/.test(head);
}

function hasLinks(folder: string): boolean {
  if (!statOf(folder)) return false;
  return fs.readdirSync(folder, { withFileTypes: true }).some((entry) => entry.isSymbolicLink());
}

function statOf(file: string): fs.Stats | undefined {
  return fs.lstatSync(file, { throwIfNoEntry: false });
}
