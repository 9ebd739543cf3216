// Files that run something later without being asked to: by git, by CI, by a shell, by an editor or an agent that opens
// the folder. What a command runs that somebody names (package.json, Makefile, tests) is not among them.

/** Names as the file systems of macOS and Windows take them: without case, endings, and characters that they ignore. */
const IGNORED_BY_HFS = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;
const ENDING_ON_NTFS = /(?::.*|[ .]+)$/;
/** Short names of folders that begin with a dot: `GIT~1`. */
const SHORT_NAME = /^(git|codex|husky|github|vscode|claude|cursor|envrc)~\d+$/;

const SHAPES = [
  [
    'hooks',
    // `HEAD` makes a folder a repository, whose config and hooks git then obeys.
    /(?:^|\/)(?:\.git(?:\/|$)|\.gitmodules$|HEAD$|\.husky(?:\/|$)|\.githooks(?:\/|$)|\.?lefthook(?:-local)?\.(?:ya?ml|toml|json)$|\.pre-commit-(?:config|hooks)\.yaml$|\.overcommit\.yml$)/,
  ],
  [
    'ci',
    /(?:^|\/)(?:\.(?:github|gitea|forgejo)\/(?:workflows|actions)(?:\/|$)|\.gitlab-ci\.ya?ml$|\.gitlab\/ci(?:\/|$)|\.circleci(?:\/|$)|jenkinsfile$|azure-pipelines\.ya?ml$|\.azure-pipelines(?:\/|$)|bitbucket-pipelines\.yml$|\.buildkite(?:\/|$)|\.travis\.yml$|\.drone\.ya?ml$|\.woodpecker(?:\.ya?ml$|\/)|\.?appveyor\.yml$|\.teamcity(?:\/|$)|cloudbuild\.ya?ml$|buildspec\.ya?ml$)/,
  ],
  [
    'shell-profile',
    /(?:^|\/)\.(?:bashrc|bash_profile|bash_login|bash_logout|bash_aliases|profile|zshrc|zshenv|zprofile|zlogin|zlogout|kshrc|cshrc|tcshrc|inputrc|config\/fish(?:\/|$)|ssh(?:\/|$)|npmrc|gitconfig|config\/git(?:\/|$))/,
  ],
  [
    'on-open',
    /(?:^|\/)(?:\.(?:vscode|vscode-server|idea|fleet|zed|nova|devcontainer|cursor|windsurf|claude|gemini|continue|roo|kiro|agents|amazonq)(?:\/|$)|[^/]+\.code-workspace$|\.devcontainer\.json$|\.mcp\.json$|\.envrc$|\.?mise(?:\.local|\.[^/]+)?\.toml$|\.rtx\.toml$|\.exrc$|\.n?vimrc$|\.nvim\.lua$|\.dir-locals(?:-2)?\.el$|\.gdbinit$|\.lldbinit$|\.pnp\.c?js$|\.pnpmfile\.c?js$|\.yarnrc(?:\.yml)?$|\.yarn\/(?:releases|plugins)(?:\/|$)|\.cargo\/config(?:\.toml)?$|\.bazelrc$)/,
  ],
  ['own-files', /(?:^|\/)\.codex(?:\/|$)/],
] as const satisfies readonly (readonly [string, RegExp])[];

export type PathDanger = (typeof SHAPES)[number][0];

/** @param file a path; what links lead to is looked at by its own path */
export function dangersOfPath(file: string): PathDanger[] {
  const parts = file.replaceAll('\\', '/').split('/');
  const known = parts.map(canonicalName).join('/');
  return SHAPES.flatMap(([danger, shape]) => (shape.test(known) ? [danger] : []));
}

/** Whether nobody may change it without being asked, wherever it is: what git and Codex themselves obey. */
export function isProtected(file: string): boolean {
  return /(?:^|\/)\.(?:git|codex)(?:\/|$)/.test(
    file.replaceAll('\\', '/').split('/').map(canonicalName).join('/'),
  );
}

function canonicalName(name: string): string {
  const plain = name.normalize('NFKC').replace(IGNORED_BY_HFS, '');
  // In a working tree `HEAD` in capitals is rare, and `head` is a usual name.
  if (plain === 'HEAD') return plain;
  const bare = /^\.+$/.test(plain) ? plain : plain.replace(ENDING_ON_NTFS, '');
  return bare.toLowerCase().replace(SHORT_NAME, '.$1');
}
