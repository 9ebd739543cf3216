// Who wrote the lines of a file, from the checkpoints: back through its versions and names, then forward line by line.
import fs from 'node:fs';
import path from 'node:path';
import { realPathOfLost } from '../base/real-path.ts';
import { fileNeverSeen, fileNotBlamed, folderNotCovered } from '../errors/checkpoints.ts';
import { type Blobs, contentId } from './blobs.ts';
import { type Origins, originsOf, type Version } from './line-origins.ts';
import { type Moment, momentsOf, relativeTo, type TurnOfThread } from './moments.ts';
import { pathsOfOthers, turnsBeside } from './own-changes.ts';
import { readPlainFile } from './state-at.ts';
import {
  MAX_TEXT_BYTES,
  openStoredPaths,
  type StoredAt,
  type StoredPaths,
  textLines,
} from './stored-paths.ts';

/** Who made a version out of the one before, as far as checkpoints tell. */
export type StoredOrigin =
  /** More than one where they ran at the same time; `atMs`: the checkpoint that has it. */
  | { readonly kind: 'turns'; readonly turns: readonly TurnOfThread[]; readonly atMs: number }
  /** No turn ran between these checkpoints, or only ones that did not touch it. */
  | { readonly kind: 'others'; readonly fromMs: number; readonly untilMs: number }
  | {
      readonly kind: 'unknown';
      readonly why: 'older' | 'left-out' | 'not-covered' | 'undo';
      readonly beforeMs: number;
    };

export interface StoredBlame {
  /** Absolute, without links. */
  readonly file: string;
  /** Its paths before it was moved, the last first. */
  readonly earlierNames: readonly string[];
  /** `undefined` where nothing is there now. */
  readonly now: 'text' | 'not-text' | undefined;
  /** Its lines now with their origins, for a text. */
  readonly lines: readonly { readonly text: string; readonly origin: StoredOrigin }[];
  /** Of the file as a whole: of its last version, or of its removal. */
  readonly whole: StoredOrigin;
  /** Where a file of the same content appeared when it went. */
  readonly movedTo: string | undefined;
}

/** What is there now. */
interface Present {
  readonly content: string;
  readonly lines: readonly string[] | undefined;
}

/** What a moment says of the path. `skipped`: nothing. */
type Told = StoredAt | 'not-covered' | 'skipped';

/**
 * @param given a path, also of a file that is gone, also through links
 * @param store.threads folder of the logs
 * @throws folder-not-covered, file-never-seen, file-not-blamed, checkpoint-broken, file-broken
 */
export function blameStored(given: string, store: { threads: string; blobs: Blobs }): StoredBlame {
  const file = realPathOfLost(given);
  const present = presentAt(file);
  const moments = momentsOf(store.threads, file);
  if (moments.length === 0) throw folderNotCovered(file);
  const paths = openStoredPaths(store.blobs);
  const { told, earlierNames } = followBack(moments, { file, present, paths });
  const isSeen = present !== undefined || told.some(({ state }) => typeof state === 'object');
  if (!isSeen) throw fileNeverSeen(file);
  const versions = versionsOf(told, { present, paths });
  const origins = originsOf(versions) as Origins<StoredOrigin>;
  const text = present?.lines ?? [];
  return {
    file,
    earlierNames,
    now: present && (present.lines ? 'text' : 'not-text'),
    lines: text.map((line, at) => ({ text: line, origin: origins.lines?.[at] ?? origins.whole })),
    whole: origins.whole,
    movedTo: present ? undefined : movedTo(told, file, paths),
  };
}

interface ToldMoment {
  readonly moment: Moment;
  /** Of the path that the file had then. */
  readonly name: string;
  readonly state: Told;
}

/** From now to the oldest moment, under the names that the file had. */
function followBack(
  moments: readonly Moment[],
  { file, present, paths }: { file: string; present: Present | undefined; paths: StoredPaths },
): { told: ToldMoment[]; earlierNames: string[] } {
  const earlierNames: string[] = [];
  const told: ToldMoment[] = [];
  let name = file;
  /** The next moment that knows something: undefined is now. */
  let later: Moment | undefined;
  let isThereLater = present !== undefined;
  for (const moment of moments.toReversed()) {
    let state = stateIn(moment, name, paths);
    if (state === 'nothing' && isThereLater) {
      const former = later ? formerName(moment, later, name, paths) : formerNameOf(present, moment, paths);
      if (former !== undefined) {
        name = former;
        earlierNames.push(former);
        state = stateIn(moment, former, paths);
      }
    }
    told.unshift({ moment, name, state });
    if (!isKnown(state)) continue;
    later = moment;
    isThereLater = state !== 'nothing';
  }
  return { told, earlierNames };
}

function isKnown(state: Told): boolean {
  return typeof state === 'object' || state === 'nothing';
}

function stateIn(moment: Moment, name: string, paths: StoredPaths): Told {
  const relative = relativeTo(moment.folder, name);
  if (relative === undefined || relative === '') return 'skipped';
  if ('turn' in moment) return moment.tree === undefined ? 'not-covered' : paths.at(moment.tree, relative);
  const step = moment.steps.find((one) => one.path === relative);
  if (!step) return 'skipped';
  return (moment.kind === 'before-undo' ? step.from : step.to) ?? 'nothing';
}

/** Both trees as trees of the same folder, the inner one of the two. */
function formerName(before: Moment, after: Moment, name: string, paths: StoredPaths): string | undefined {
  const pair = sameFolder(before, after, paths);
  const relative = pair && relativeTo(pair.folder, name);
  const former = relative && paths.formerName(pair.before, pair.after, relative);
  return former ? path.join(pair.folder, former) : undefined;
}

function sameFolder(before: Moment, after: Moment, paths: StoredPaths) {
  const folder = before.folder.length > after.folder.length ? before.folder : after.folder;
  const treeOf = (moment: Moment) => {
    const inner = relativeTo(moment.folder, folder);
    return 'turn' in moment && moment.tree !== undefined && inner !== undefined
      ? paths.folderAt(moment.tree, inner)
      : undefined;
  };
  const [left, right] = [treeOf(before), treeOf(after)];
  return left !== undefined && right !== undefined ? { folder, before: left, after: right } : undefined;
}

/** A file with this content that has gone since. */
function formerNameOf(present: Present | undefined, moment: Moment, paths: StoredPaths): string | undefined {
  if (!('turn' in moment) || moment.tree === undefined || present?.lines?.length === 0 || !present)
    return undefined;
  for (const name of paths.namesOf(moment.tree, present.content)) {
    const file = path.join(moment.folder, name);
    if (!fs.lstatSync(file, { throwIfNoEntry: false })) return file;
  }
  return undefined;
}

/** @returns undefined where nothing is @throws file-not-blamed */
function presentAt(file: string): Present | undefined {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!stat) return undefined;
  if (stat.isDirectory()) throw fileNotBlamed(file, 'it is a folder');
  if (!stat.isFile()) throw fileNotBlamed(file, 'it is not a file');
  if (stat.size > MAX_TEXT_BYTES) throw fileNotBlamed(file, `it is larger than ${MAX_TEXT_BYTES / 1e6} MB`);
  try {
    const content = readPlainFile(file);
    return { content: contentId(content), lines: textLines(content) };
  } catch (cause) {
    throw fileNotBlamed(file, cause);
  }
}

/** The contents that the path has had, each with who made it. */
function versionsOf(
  told: readonly ToldMoment[],
  { present, paths }: { present: Present | undefined; paths: StoredPaths },
): Version<StoredOrigin>[] {
  const versions: Version<StoredOrigin>[] = [];
  const running = new Map<string, TurnOfThread>();
  /** Since the last version. */
  let ran = new Set<TurnOfThread>();
  let isLeftOut = false;
  let lastMs: number | undefined;
  const theirsIn = theirsAmong(told);

  function add(state: StoredAt, atMs: number, name: string, isUndo: boolean): void {
    const origin = isUndo
      ? ({ kind: 'unknown', why: 'undo', beforeMs: atMs } as const)
      : originBetween({ fromMs: lastMs, untilMs: atMs, ran: [...ran], isLeftOut, name, theirsIn });
    versions.push({ ...versionOf(state, paths), origin, isUndo });
    lastMs = atMs;
    ran = new Set();
    isLeftOut = false;
  }

  for (const { moment, name, state } of told) {
    for (const turn of running.values()) ran.add(turn);
    if (isKnown(state)) add(state as StoredAt, moment.atMs, name, moment.kind === 'after-undo');
    if (state === 'left-out') isLeftOut = true;
    if (moment.kind === 'begins') running.set(moment.turn.threadId, moment.turn);
    if (moment.kind === 'ends') running.delete(moment.turn.threadId);
  }
  for (const turn of running.values()) ran.add(turn);
  const name = told.at(-1)?.name ?? '';
  const origin = originBetween({
    fromMs: lastMs,
    untilMs: Date.now(),
    ran: [...ran],
    isLeftOut,
    name,
    theirsIn,
  });
  versions.push({ content: present?.content, lines: () => present?.lines, origin, isUndo: false });
  return versions;
}

/** Every turn of a folder around the file is among the moments. */
function theirsAmong(told: readonly ToldMoment[]): (turn: TurnOfThread) => ReadonlySet<string> {
  const all = [...new Set(told.flatMap(({ moment }) => ('turn' in moment ? [moment.turn] : [])))];
  return (turn) => {
    const others = all.filter(({ threadId }) => threadId !== turn.threadId);
    return pathsOfOthers(turn, turnsBeside(turn, others));
  };
}

function versionOf(state: StoredAt, paths: StoredPaths): Pick<Version<StoredOrigin>, 'content' | 'lines'> {
  if (state === 'nothing' || state === 'left-out') return { content: undefined, lines: () => undefined };
  if (state.kind !== 'file') return { content: state.kind, lines: () => undefined };
  const { content, sizeBytes } = state;
  return { content, lines: () => (sizeBytes > MAX_TEXT_BYTES ? undefined : paths.linesOf(content)) };
}

function originBetween(between: {
  fromMs: number | undefined;
  untilMs: number;
  ran: readonly TurnOfThread[];
  isLeftOut: boolean;
  name: string;
  /** Paths of others, by turn. */
  theirsIn(turn: TurnOfThread): ReadonlySet<string>;
}): StoredOrigin {
  const { fromMs, untilMs, ran, isLeftOut, name } = between;
  if (isLeftOut) return { kind: 'unknown', why: 'left-out', beforeMs: untilMs };
  const covered = ran.filter(({ before, why }) => before !== undefined && why === undefined);
  const turns = covered.filter((turn) => !between.theirsIn(turn).has(relativeTo(turn.folder, name) ?? ''));
  const uncovered = ran.filter((turn) => !covered.includes(turn));
  if (fromMs === undefined) {
    return { kind: 'unknown', why: uncovered.length > 0 ? 'not-covered' : 'older', beforeMs: untilMs };
  }
  if (turns.length > 0) return { kind: 'turns', turns: [...turns, ...uncovered], atMs: untilMs };
  if (uncovered.length > 0) return { kind: 'unknown', why: 'not-covered', beforeMs: untilMs };
  return { kind: 'others', fromMs, untilMs };
}

/** Where the file went in the turn that removed it. */
function movedTo(told: readonly ToldMoment[], file: string, paths: StoredPaths): string | undefined {
  const known = told.filter(({ state, moment }) => isKnown(state) && 'turn' in moment);
  const last = known.findLastIndex(({ state }) => state !== 'nothing');
  const [before, after] = [known[last], known[last + 1]];
  const pair = before && after && sameFolder(before.moment, after.moment, paths);
  const relative = pair && relativeTo(pair.folder, file);
  const later = relative && paths.laterName(pair.before, pair.after, relative);
  return later ? path.join(pair.folder, later) : undefined;
}
