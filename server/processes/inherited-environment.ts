// What a program of somebody else gets of our environment: what it needs to find itself and its files, and no secret.

const NAMES =
  process.platform === 'win32'
    ? [
        'APPDATA',
        'COMSPEC',
        'HOMEDRIVE',
        'HOMEPATH',
        'LOCALAPPDATA',
        'PATH',
        'PATHEXT',
        'PROCESSOR_ARCHITECTURE',
      ]
        .concat([
          'PROGRAMDATA',
          'PROGRAMFILES',
          'PROGRAMFILES(X86)',
          'PROGRAMW6432',
          'SYSTEMDRIVE',
          'SYSTEMROOT',
        ])
        .concat(['TEMP', 'TMP', 'USERDOMAIN', 'USERNAME', 'USERPROFILE', 'WINDIR'])
    : ['HOME', 'LOGNAME', 'PATH', 'SHELL', 'USER', 'LANG', 'LC_ALL', 'TERM', 'TMPDIR', 'TZ'];

/** @param more names of variables that this program gets too */
export function inheritedEnvironment(
  own: NodeJS.ProcessEnv,
  more: readonly string[] = [],
): Readonly<Record<string, string>> {
  const names = [...NAMES, ...more];
  return Object.fromEntries(
    names.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]] as const])),
  );
}
