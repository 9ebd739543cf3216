// Whether git can be run in a repository without it naming a program to run. Anything in the repository that could
// make git read elsewhere or start something rules it out: unusual configuration, hooks that run on reading, links,
// parts kept elsewhere, submodules with their own configuration.

import fs from 'node:fs';
import path from 'node:path';
import { isInside } from '../../base/paths-inside.ts';
import type { Place } from './named-paths.ts';

/**
 * Keys that git itself writes when a repository is created, cloned or used, and that name no program or other
 * location.
 */
const USUAL_KEYS = [
  /^core\.(?:repositoryformatversion|filemode|bare|logallrefupdates|ignorecase|precomposeunicode|symlinks|autocrlf|eol|safecrlf|quotepath|longpaths|preloadindex|untrackedcache|abbrev|hookspath)$/,
  /^extensions\.(?:objectformat|refstorage)$/,
  /^remote\..+\.(?:url|pushurl|fetch|push|tagopt|prune|gh-resolved)$/,
  /^branch\..+\.(?:remote|merge|rebase|pushremote|description|vscode-merge-base|gh-merge-base|github-pr-owner-number)$/,
  /^user\.(?:name|email)$/,
  /^(?:init\.defaultbranch|pull\.(?:rebase|ff)|push\.(?:default|autosetupremote)|fetch\.prune|merge\.conflictstyle|color\.ui|advice\..+)$/,
];

/** A repository with more entries than this is not searched for links. */
const MAX_ENTRIES = 50_000;
/** Bytes. */
const MAX_CONFIG = 100_000;
const MAX_INDEX = 100_000_000;

/** If one of these exists, part of the repository is elsewhere, or more configuration applies. */
const ELSEWHERE =
  'commondir config.worktree modules objects/info/alternates objects/info/http-alternates'.split(' ');

/** Big-endian, as in the index: the mode of a folder that is a repository of its own (gitformat-index). */
const SUBMODULE_MODE = Buffer.from([0x00, 0x00, 0xe0, 0x00]);

/** This hook runs whenever git writes its index, which `status` and `diff` do to cache file information. */
const HOOK = 'post-index-change';

/** @returns why a person must be asked; undefined when the repository names no program, or there is none */
export function whyAskRepository({ folder, cwd, look }: Place): string | undefined {
  const { repositories } = look;
  if (!repositories.has(cwd)) repositories.set(cwd, whyAskFoundFrom(cwd, folder));
  return repositories.get(cwd);
}

function whyAskFoundFrom(cwd: string, folder: string): string | undefined {
  const found = gitFolderAbove(cwd);
  if (found === undefined) return undefined;
  if (!isInside(found, folder)) return 'the git repository is not inside the folder';
  try {
    return whyAskGitFolder(found);
  } catch {
    return 'the git repository cannot be looked through';
  }
}

/** Searches upwards as git does: `.git`, or a folder that looks like the inside of one. */
export function gitFolderAbove(folder: string): string | undefined {
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
  if (hasLinks(gitFolder)) return 'the git repository has links in it, or too many files to look through';
  if (hasSubmodules(gitFolder)) return 'the git repository has submodules';
  return whyAskConfiguration(gitFolder);
}

/** Whether its index names a folder that is a repository of its own. @throws when it cannot be read */
export function hasSubmodules(gitFolder: string): boolean {
  const names = fs.readdirSync(gitFolder).filter((name) => /^(?:shared)?index/.test(name));
  return names.some((name) => readPart(gitFolder, name, MAX_INDEX).includes(SUBMODULE_MODE));
}

function whyAskConfiguration(gitFolder: string): string | undefined {
  const hookFolders = [path.join(gitFolder, 'hooks')];
  const entries = readConfiguration(readPart(gitFolder, 'config', MAX_CONFIG).toString('latin1'));
  if (!entries) return '.git/config is not plain';
  for (const [key, value] of entries) {
    if (!USUAL_KEYS.some((usual) => usual.test(key))) return `.git/config sets ${key}`;
    if (key !== 'core.hookspath') continue;
    // A non-ASCII name may have different bytes here than in git.
    if (/^[~%]|[^\x20-\x7e]/.test(value)) return '.git/config sets core.hookspath';
    hookFolders.push(path.resolve(path.dirname(gitFolder), value));
  }
  const hasHook = hookFolders.some((hooks) => statOf(path.join(hooks, HOOK)));
  return hasHook ? `the git repository has the hook ${HOOK}` : undefined;
}

const MAX_LINE = 1_000;
const SECTION = /^[ \t]*\[([A-Za-z0-9.-]+)(?:[ \t]+"([^"\\\r\n]*)")?\][ \t]*$/;
const ENTRY = /^[ \t]*([A-Za-z][A-Za-z0-9-]*)[ \t]*(?:=[ \t]*([^\\"#;]*|"[^\\"]*"))?$/;

/** @returns keys in lower case with their values; undefined if the file has anything but one plain entry per line */
function readConfiguration(text: string): [string, string][] | undefined {
  if (/[^\t\r\n\x20-\xff]/.test(text)) return undefined;
  const entries: [string, string][] = [];
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    if (line.length > MAX_LINE) return undefined;
    if (/^[ \t]*(?:[#;].*)?$/.test(line)) continue;
    const head = SECTION.exec(line);
    if (head) {
      section = `${head[1]?.toLowerCase()}${head[2] === undefined ? '' : `.${head[2]}`}`;
      continue;
    }
    const entry = ENTRY.exec(line);
    if (!entry || section === '') return undefined;
    const value = (entry[2] ?? '').replace(/[ \t\r]+$/, '').replace(/^"|"$/g, '');
    entries.push([`${section}.${entry[1]?.toLowerCase()}`, value]);
  }
  return entries;
}

/**
 * If a part is missing, git ignores the folder and continues, in the folder itself and above it.
 * @throws when `HEAD` is missing, or not a file of the expected size
 */
export function isWhole(gitFolder: string): boolean {
  const isFolder = (name: string) => statOf(path.join(gitFolder, name))?.isDirectory() === true;
  const head = readPart(gitFolder, 'HEAD', MAX_CONFIG).toString('latin1');
  return isFolder('objects') && isFolder('refs') && /^(?:ref: refs\/\S+|[0-9a-f]{40,64})\n?$/.test(head);
}

/** Whether it contains links anywhere: git follows them when reading. */
function hasLinks(gitFolder: string): boolean {
  const folders = [gitFolder];
  let entries = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      entries += 1;
      if (entry.isSymbolicLink() || entries > MAX_ENTRIES) return true;
      if (entry.isDirectory()) folders.push(path.join(folder, entry.name));
    }
  }
  return false;
}

/**
 * @param maxBytes a larger one is not read
 * @throws when it is missing, not a file, or larger
 */
function readPart(gitFolder: string, name: string, maxBytes: number): Buffer {
  const file = path.join(gitFolder, name);
  const stat = fs.lstatSync(file);
  if (!stat.isFile() || stat.size > maxBytes) throw new Error(`${name} is not a file of the expected size`);
  return fs.readFileSync(file);
}

function statOf(file: string): fs.Stats | undefined {
  return fs.lstatSync(file, { throwIfNoEntry: false });
}
