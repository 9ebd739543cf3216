// Describes the subject of an approval. The window, the tray, notifications, the terminal, the client's prompt, the lists
// of decisions and the records all take their texts from here.
import type { ApprovalSubject, PatchChange } from '../approvals/approval.ts';
import { MORE_PERCENT } from './leash.ts';
import { amountText, spentText } from './leash-words.ts';
import { overlapSentence } from './overlap.ts';
import { folderName, relativeTo } from './shown-paths.ts';
import { makeVisible } from './visible.ts';
import { subjectWords } from './words/subject.ts';

export interface SubjectText {
  /** One line: `Run a command?`, `Call github.create_issue?`. */
  readonly question: string;
  /** One line that stands alone, in menus and lists: `npm test`, `change src/a.ts`. */
  readonly label: string;
  /** One line beside the question: `src/a.ts, src/b.ts`. */
  readonly summary: string;
  /** In full. Raw texts from outside: show them through makeVisible. */
  readonly details: readonly SubjectDetail[];
  /** Raw text: what the server says about the tool. */
  readonly description?: string;
  /** Raw path of the folder it is about. */
  readonly place?: string;
  /** What approving means besides. */
  readonly note?: string;
  /** Sentences to read first. */
  readonly warnings?: readonly string[];
}

export interface SubjectDetail {
  readonly title?: string;
  readonly text: string;
}

/** @param folder of the thread: paths below it are shown relative to it */
export function describeSubject(subject: ApprovalSubject, folder = ''): SubjectText {
  switch (subject.kind) {
    case 'command': {
      const { command, cwd } = subject;
      const short = line(withoutShell(command));
      return {
        question: subjectWords.command.question,
        label: short,
        summary: short,
        details: [{ text: command }],
        place: cwd,
      };
    }
    case 'patch': {
      const { changes, grantRoot, overlaps = [] } = subject;
      const paths = changes.map(({ path }) => relativeTo(folder, path)).join(', ');
      const root = grantRoot && line(grantRoot);
      return {
        question: subjectWords.patch.question(changes.length),
        label: subjectWords.patch.label(paths),
        summary: paths,
        details: changes.map((change) => ({ title: titleOf(change), text: change.diff })),
        ...(root && { note: subjectWords.patch.later(root) }),
        ...(overlaps.length > 0 && {
          warnings: overlaps.map((overlap) => overlapSentence(overlap, relativeTo(folder, overlap.path))),
        }),
      };
    }
    case 'tool': {
      const { server, tool, description, arguments: args, marks = [] } = subject;
      const name = line(`${server}.${tool}`);
      return {
        question: subjectWords.tool.question(name),
        label: subjectWords.tool.label(name),
        summary: line(JSON.stringify(args) ?? ''),
        details: [{ text: pretty(args) }],
        ...(description && { description }),
        ...(marks.length > 0 && { warnings: marks.map((mark) => subjectWords.tool.marks[mark]) }),
      };
    }
    case 'permission': {
      const { permissions, cwd } = subject;
      const wanted = wantedPermissions(permissions).join(', ') || line(cwd);
      return {
        question: subjectWords.permission.question,
        label: subjectWords.permission.label(wanted),
        summary: wanted,
        details: [{ text: pretty(permissions) }],
        place: cwd,
      };
    }
    case 'form': {
      const { message } = subject;
      const source = line(subject.source);
      return {
        question: subjectWords.form.question(source),
        label: subjectWords.form.label(source, line(message)),
        summary: line(message),
        details: [{ text: message }],
        note: subjectWords.form.note,
      };
    }
    case 'url': {
      const { url, message } = subject;
      const source = line(subject.source);
      return {
        question: subjectWords.url.question(source),
        label: subjectWords.url.label(line(url)),
        summary: line(message),
        details: [{ text: url }, { text: message }],
        note: subjectWords.url.note,
      };
    }
    case 'folder': {
      const { files } = subject;
      return {
        question: subjectWords.folder.question(folderName(subject.folder)),
        label: subjectWords.folder.label(line(subject.folder)),
        summary: files.map(({ path }) => line(path)).join(', '),
        details: files.map(({ path, text }) => ({ title: path, text })),
        place: subject.folder,
        note: subjectWords.folder.note,
      };
    }
    case 'leash': {
      const { cap, limit, next, spent } = subject;
      const at = amountText(cap, limit);
      return {
        question: isShareMore(subject)
          ? subjectWords.leash.shareMore(MORE_PERCENT)
          : subjectWords.leash.more(next - limit, cap),
        label: subjectWords.leash.label(at),
        summary: subjectWords.leash.summary(at),
        details: [{ text: subjectWords.leash.details(spentText(spent), at) }],
        note: subjectWords.leash.note(amountText(cap, next)),
      };
    }
  }
}

/** A patch can need more than the usual share. */
function isShareMore({ cap, limit, next }: Extract<ApprovalSubject, { kind: 'leash' }>): boolean {
  return cap !== 'files' || next - limit <= Math.ceil((limit * MORE_PERCENT) / 100);
}

/** A subject read back from a file, which another version may have written. */
export function describeStoredSubject(
  subject: Readonly<Record<string, unknown>> & { readonly kind: string },
  folder?: string,
): SubjectText {
  try {
    const known = describeSubject(subject as ApprovalSubject, folder) as SubjectText | undefined;
    if (known) return known;
  } catch {
    // It lacks what this version reads.
  }
  const text = pretty(subject);
  return { question: line(subject.kind), label: line(text), summary: line(text), details: [{ text }] };
}

/** Without the shell the engine wraps around a command. For lists only: the card shows the whole command. */
export function withoutShell(command: string): string {
  const wrapped = /^(?:\S*\/)?(?:ba|z|da)?sh -l?c (['"]?)([\s\S]+)\1$/.exec(command);
  return (wrapped?.[2] ?? command).replaceAll(`'"'"'`, "'");
}

/** The engine's permission profile. Unknown parts are not hidden: the details show the whole profile. */
interface Permissions {
  readonly network?: { readonly enabled?: boolean | null } | null;
  readonly fileSystem?: {
    readonly read?: readonly string[] | null;
    readonly write?: readonly string[] | null;
  } | null;
}

/** @returns `network access`, `write in /work` */
export function wantedPermissions(permissions: unknown): string[] {
  const { network, fileSystem } = (permissions ?? {}) as Permissions;
  return [
    ...(network?.enabled ? [subjectWords.permission.network] : []),
    ...(fileSystem?.write ?? []).map((path) => subjectWords.permission.write(line(path))),
    ...(fileSystem?.read ?? []).map((path) => subjectWords.permission.read(line(path))),
  ];
}

/** Whether `wantedPermissions` says all there is: a part it does not know must be seen. */
export function isNamedInFull(permissions: unknown): boolean {
  const only = (value: unknown, names: readonly string[]) =>
    value === undefined ||
    value === null ||
    (typeof value === 'object' && Object.keys(value).every((name) => names.includes(name)));
  const { network, fileSystem } = (permissions ?? {}) as Permissions;
  return (
    only(permissions, ['network', 'fileSystem']) &&
    only(network, ['enabled']) &&
    only(fileSystem, ['read', 'write']) &&
    wantedPermissions(permissions).length > 0
  );
}

function titleOf({ path, kind }: PatchChange): string {
  return `${subjectWords.patch.titles[kind.type]} ${path}${kind.type === 'update' && kind.move_path ? ` → ${kind.move_path}` : ''}`;
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? '';
}

/** One line; what could lead the eye astray is shown. */
function line(text: string): string {
  return makeVisible(text.trim().replace(/[\n\t ]+/g, ' '));
}
