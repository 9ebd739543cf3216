// Shapes of commands and patches that a person should look at twice. A mark for the eye, never a decision: what is
// not marked is not therefore harmless.
import path from 'node:path';
import type { ApprovalSubject } from './approval.ts';

const dangers = [
  'pipe-to-shell',
  'privileged',
  'recursive-delete',
  'outside-folder',
  'one-liner',
  'hooks',
  'ci',
  'shell-profile',
  'own-files',
] as const;
export type Danger = (typeof dangers)[number];

const inCommands: readonly (readonly [Danger, RegExp])[] = [
  [
    'pipe-to-shell',
    /\|\s*(?:sudo\s+)?(?:\S*\/)?(?:ba|z|da|k)?sh\b|\|\s*(?:python3?|node|perl|ruby)\b|(?:ba|z)?sh\s+(?:-c\s+)?["']?(?:<\(|\$\()\s*(?:curl|wget)/,
  ],
  ['privileged', /(?:^|[\s;&|(`'"])(?:sudo|doas|su|pkexec)\s/],
  [
    'recursive-delete',
    /\brm\s+(?:-\S+\s+)*-\w*[rR]|\brm\s.*--recursive|\bfind\b.*\s-delete\b|\bgit\s+clean\s+-\w*[dfx]|\brsync\b.*--delete/,
  ],
  [
    'one-liner',
    /\b(?:python3?|perl|ruby|node|deno|php)\s+(?:-\w*[ceE]|--eval|-p)\s|\beval\s|base64\s+(?:-d|--decode)/,
  ],
];

const inPaths: readonly (readonly [Danger, RegExp])[] = [
  [
    'hooks',
    /(?:^|[/\s'"=])(?:\.git\/(?:hooks\/|config\b)|\.husky\/|\.githooks\/|lefthook\.ya?ml|\.pre-commit-config\.yaml)/,
  ],
  [
    'ci',
    /(?:^|[/\s'"=])(?:\.github\/(?:workflows|actions)\/|\.gitlab-ci\.yml|\.circleci\/|Jenkinsfile|azure-pipelines\.ya?ml|\.buildkite\/|\.travis\.yml)/,
  ],
  [
    'shell-profile',
    /(?:^|[/\s'"=])\.(?:bashrc|bash_profile|bash_login|profile|zshrc|zshenv|zprofile|zlogin|config\/fish\/|ssh\/|npmrc|gitconfig)/,
  ],
];

/**
 * @param about.folder the working folder of the thread
 * @param about.ownFolders those of Patchbay and Codex, which decide what Codex may do
 */
export function dangersOf(
  subject: ApprovalSubject,
  about: { folder: string; ownFolders: readonly string[] },
): Danger[] {
  const found = new Set<Danger>();
  if (subject.kind === 'command') {
    const { command } = subject;
    for (const [danger, shape] of inCommands) if (shape.test(command)) found.add(danger);
    // Only what is written to counts as outside; what is read does not.
    for (const file of writtenBy(command, subject.cwd)) addPath(file, about, found);
    for (const [danger, shape] of inPaths)
      if (writesSomething(command) && shape.test(command)) found.add(danger);
    if (about.ownFolders.some((own) => command.includes(own))) found.add('own-files');
  }
  if (subject.kind === 'patch') {
    for (const { path: file, kind } of subject.changes) {
      addPath(path.resolve(about.folder, file), about, found);
      if (kind.type === 'update' && kind.move_path)
        addPath(path.resolve(about.folder, kind.move_path), about, found);
    }
  }
  return dangers.filter((danger) => found.has(danger));
}

function addPath(
  file: string,
  about: { folder: string; ownFolders: readonly string[] },
  found: Set<Danger>,
): void {
  if (!isBelow(file, about.folder)) found.add('outside-folder');
  if (about.ownFolders.some((own) => isBelow(file, own)) || /(?:^|\/)\.codex(?:\/|$)/.test(file))
    found.add('own-files');
  for (const [danger, shape] of inPaths) if (shape.test(file)) found.add(danger);
}

/** Targets of redirections, and of the programs that write where their last word says. */
function writtenBy(command: string, cwd: string): string[] {
  const targets = [
    ...command.matchAll(
      />>?\s*(?:"([^"]+)"|'([^']+)'|([^\s;&|<>()'"]+))|\btee\s+(?:-a\s+)?([^\s;&|<>()'"]+)/g,
    ),
  ];
  return targets
    .map(([, ...groups]) => groups.find((group) => group !== undefined) ?? '')
    .filter((target) => target !== '' && !/^\/dev\/(?:null|stdout|stderr|tty)$|^\d$|^&/.test(target))
    .map((target) =>
      path.resolve(cwd, target.replace(/^~(?=\/|$)|^\$HOME\b|^\$\{HOME\}/, process.env['HOME'] ?? '~')),
    );
}

function writesSomething(command: string): boolean {
  return />|\b(?:tee|cp|mv|ln|install|sed\s+-i|chmod|chown|touch|rm|mkdir)\b/.test(command);
}

function isBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder + path.sep);
}
