// Several ways to write the same thing, by program or by program and sub-command. For what denies or asks: who denies
// `git push --force` means `git push -f` and `git push origin +main` too. Nothing is allowed because of it.

/**
 * Of each group one is as good as another. A blank joins options that are needed together; `+…` is a word that begins
 * with `+`.
 */
const SPELLINGS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  git: [
    ['--force', '-f'],
    ['--delete', '-d'],
    ['--all', '-a'],
    ['--message', '-m'],
    ['--recursive', '-r'],
  ],
  'git push': [
    ['--force', '-f', '--force-with-lease', '--force-if-includes', '--mirror', '+…'],
    ['--delete', '-d', '--prune', '--mirror', ':…', '+:…'],
    ['--force-with-lease', '--force', '-f'],
    ['--tags', '--follow-tags', '--mirror', '--all'],
  ],
  'git commit': [['--no-verify', '-n']],
  'git add': [['--all', '-A', '--no-ignore-removal']],
  'git branch': [
    ['-D', '-d -f', '-d --force', '--delete --force', '--delete -f'],
    ['-M', '-m -f', '-m --force'],
  ],
  'git checkout': [['-B']],
  'git switch': [
    ['--discard-changes', '--force', '-f'],
    ['--force-create', '-C'],
  ],
  rm: [
    ['-r', '-R', '--recursive'],
    ['-f', '--force'],
  ],
  cp: [['-r', '-R', '--recursive', '-a', '--archive']],
  chmod: [['-R', '--recursive']],
  chown: [['-R', '--recursive']],
  kill: [['-9', '-KILL', '-SIGKILL']],
  sed: [['-i', '--in-place']],
  npm: [
    ['install', 'i', 'in', 'ins', 'inst', 'insta', 'instal', 'isnt', 'isntall', 'add'],
    ['uninstall', 'un', 'unlink', 'remove', 'rm', 'r'],
    ['ci', 'clean-install', 'ic', 'install-clean'],
    ['run', 'run-script', 'rum', 'urn'],
    ['test', 't', 'tst'],
    ['exec', 'x'],
    ['update', 'up', 'upgrade', 'udpate'],
    ['--global', '-g', '--location=global'],
    ['--force', '-f'],
    ['--save-dev', '-D'],
  ],
  pnpm: [
    ['install', 'i'],
    ['remove', 'rm', 'uninstall', 'un'],
    ['run', 'run-script'],
    ['test', 't'],
    ['update', 'up', 'upgrade'],
    ['--global', '-g'],
    ['--force', '-f'],
    ['--save-dev', '-D'],
  ],
  yarn: [['--dev', '-D']],
  cargo: [
    ['build', 'b'],
    ['check', 'c'],
    ['test', 't'],
    ['run', 'r'],
    ['remove', 'rm'],
    ['--release', '-r'],
  ],
  docker: [
    ['--volume', '-v', '--mount'],
    ['--publish', '-p'],
    ['--env', '-e'],
    ['--user', '-u'],
    ['--detach', '-d'],
    ['--force', '-f'],
    ['--all', '-a'],
    ['--network', '--net'],
  ],
  'docker rm': [['--volumes', '-v']],
  kubectl: [
    ['--namespace', '-n'],
    ['--filename', '-f'],
    ['--all-namespaces', '-A'],
  ],
  helm: [['uninstall', 'delete', 'del', 'un']],
  curl: [
    ['--output', '-o'],
    ['--remote-name', '-O'],
    ['--request', '-X'],
    ['--data', '-d', '--data-raw', '--data-binary', '--data-urlencode', '--data-ascii', '--json'],
    ['--upload-file', '-T'],
    ['--form', '-F', '--form-string'],
    ['--insecure', '-k'],
    ['--location', '-L'],
    ['--header', '-H'],
    ['--user', '-u'],
  ],
  wget: [
    ['--output-document', '-O'],
    ['--post-data', '--post-file'],
  ],
  gh: [['--method', '-X']],
  apt: [['--yes', '-y', '--assume-yes']],
  make: [
    ['--directory', '-C'],
    ['--file', '-f', '--makefile'],
  ],
};

const LIKE: Readonly<Record<string, string>> = {
  podman: 'docker',
  nerdctl: 'docker',
  'apt-get': 'apt',
  gmake: 'make',
};

/**
 * @param key of the program
 * @param command the first word a rule names behind it
 * @returns the word and what else it may be written as
 */
export function spellingsOf(key: string, command: string | undefined, word: string): readonly string[] {
  const program = Object.hasOwn(LIKE, key) ? (LIKE[key] ?? key) : key;
  const groups = [...ofProgram(`${program} ${command}`), ...ofProgram(program)];
  return [...new Set([word, ...groups.filter((group) => group.includes(word)).flat()])];
}

/** `docker container run` is `docker run`, and `docker image rm` is `docker rmi`. */
export function withoutManagementWords(key: string, args: readonly string[]): readonly string[] {
  if (key !== 'docker' && LIKE[key] !== 'docker') return args;
  const at = args.findIndex((arg) => /^(?:container|image)$/.test(arg));
  if (at === -1) return args;
  const [next = '', ...rest] = args.slice(at + 1);
  const isImage = args[at] === 'image' && /^(?:rm|remove)$/.test(next);
  return [...args.slice(0, at), isImage ? 'rmi' : next, ...rest];
}

function ofProgram(name: string): readonly (readonly string[])[] {
  return Object.hasOwn(SPELLINGS, name) ? (SPELLINGS[name] ?? []) : [];
}
