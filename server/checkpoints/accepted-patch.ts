// What a person has accepted of a patch, as new contents in the folder of its thread. The engine can only apply a patch
// as a whole, so this is done by us, and only where every file is exactly as it was when the patch was shown.
import fs from 'node:fs';
import path from 'node:path';
import { isInside } from '../base/paths-inside.ts';
import { type ChangedFile, hunksOf } from '../contract/patch-hunks.ts';
import { editNotPossible } from '../errors/approvals.ts';
import { applyHunks } from './apply-hunks.ts';
import { readPlainFile, stateAt } from './state-at.ts';
import type { StoredState } from './tree.ts';

/** One path that changes. */
export interface AcceptedChange {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly from: StoredState | undefined;
  /** Undefined: it is deleted. */
  readonly to: NewState | undefined;
}
type NewState =
  | { readonly kind: 'file'; readonly mode: number; readonly content: Buffer }
  | { readonly kind: 'folder'; readonly mode: number };

/** What git and Codex do by themselves is decided there. */
const PROTECTED = /^\.(?:git|codex)$/i;
const NEW_FILE_MODE = 0o644;
const NEW_FOLDER_MODE = 0o755;

/** Where a thread works: its folder as it is named, and folders in it that are never changed, as real paths. */
interface PatchPlace {
  readonly folder: string;
  readonly ownFolders: readonly string[];
}

/** @throws edit-not-possible for what lies elsewhere, is protected, or is not as the patch has it; file system's errors */
export function acceptedChanges(changes: readonly ChangedFile[], place: PatchPlace): AcceptedChange[] {
  const folder = fs.realpathSync(place.folder);
  const found = changes.flatMap((change) => changesOfFile(change, folder, place));
  const paths = found.map((one) => one.path);
  const twice = paths.find((one, at) => paths.indexOf(one) !== at);
  if (twice !== undefined) throw editNotPossible(`the patch names ${twice} twice`);
  return [...newFoldersOf(found, folder), ...found];
}

function changesOfFile(change: ChangedFile, folder: string, place: PatchPlace): AcceptedChange[] {
  const { kind } = change;
  const at = inFolder(change.path, folder, place);
  if (kind.type === 'add') return [{ path: at, from: nothingAt(folder, at), to: file(change.diff) }];
  const { state, text } = fileAt(folder, at);
  if (kind.type === 'delete') {
    if (text !== change.diff) throw changedSince(at);
    return [{ path: at, from: state, to: undefined }];
  }
  const patched = applyHunks(text, hunksOf(change));
  if (patched === undefined) throw changedSince(at);
  if (!kind.move_path) return [{ path: at, from: state, to: file(patched, state.mode) }];
  const target = inFolder(kind.move_path, folder, place);
  return [
    { path: at, from: state, to: undefined },
    { path: target, from: nothingAt(folder, target), to: file(patched, state.mode) },
  ];
}

function file(text: string, mode = NEW_FILE_MODE): NewState {
  return { kind: 'file', mode, content: Buffer.from(text) };
}

/** @returns relative to the folder */
function inFolder(named: string, folder: string, place: PatchPlace): string {
  const absolute = path.resolve(place.folder, named);
  const base = [place.folder, folder].find((one) => absolute !== one && isInside(absolute, one));
  if (base === undefined) throw editNotPossible(`${named} is outside the folder of the thread`);
  const segments = path.relative(base, absolute).split(path.sep);
  const isOwn = place.ownFolders.some((own) => isInside(path.join(folder, ...segments), own));
  if (isOwn || segments.some((segment) => PROTECTED.test(segment)))
    throw editNotPossible(`${named} is changed only with the whole patch`);
  return segments.join('/');
}

/** A file of its own, with nothing but text in it. */
function fileAt(folder: string, relative: string) {
  const state = stateAt(folder, relative);
  if (state?.kind === 'link') throw editNotPossible(`${relative} is a link`);
  if (state?.kind !== 'file') throw editNotPossible(`${relative} is not there, or not a plain file`);
  try {
    const content = readPlainFile(path.join(folder, relative));
    return { state, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content) };
  } catch {
    throw editNotPossible(`${relative} is not text`);
  }
}

function nothingAt(folder: string, relative: string): undefined {
  const parents = relative.split('/').slice(0, -1);
  for (const [at] of parents.entries()) {
    const parent = path.join(folder, ...parents.slice(0, at + 1));
    const stat = fs.lstatSync(parent, { throwIfNoEntry: false });
    if (stat && !stat.isDirectory()) throw editNotPossible(`${relative} would be below a link or a file`);
  }
  if (stateAt(folder, relative) !== undefined) throw editNotPossible(`${relative} exists already`);
}

/** Folders that are not there yet, the outer ones first. */
function newFoldersOf(changes: readonly AcceptedChange[], folder: string): AcceptedChange[] {
  const parents = changes.flatMap(({ path: changed, to }) => {
    const segments = to ? changed.split('/').slice(0, -1) : [];
    return segments.map((_, at) => segments.slice(0, at + 1).join('/'));
  });
  return [...new Set(parents)]
    .filter((parent) => !fs.existsSync(path.join(folder, parent)))
    .sort()
    .map((parent) => ({ path: parent, from: undefined, to: { kind: 'folder', mode: NEW_FOLDER_MODE } }));
}

function changedSince(relative: string): Error {
  return editNotPossible(`${relative} has changed since the patch was shown`);
}
