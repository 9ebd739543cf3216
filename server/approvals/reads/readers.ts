// The programs that only read, with every option that keeps them readers. Anything that is not listed is asked about.
// Options that run programs, write files, read a list of files from a file, or follow links are left out on purpose.
import type { Options } from './option-arguments.ts';

/** What the operands are. */
export type Operands =
  /** No operands are allowed. */
  | 'none'
  /** Any words, options included: they are printed or ignored. */
  | 'anything'
  /** Only `--version`: without it the program would execute its input. */
  | 'version'
  /** Text, never a path. */
  | 'text'
  /** A format, and what is printed with it. */
  | 'printf'
  /** Files and folders. */
  | 'paths'
  /** Files only: the program would descend into folders by itself, following links. */
  | 'files'
  /** At most one file: the program would write to a second one. */
  | 'one-file'
  /** A search pattern, then files and folders. */
  | 'pattern-and-paths'
  /** A script in the program's language, then files. */
  | 'sed-script'
  | 'awk-script'
  | 'jq-script'
  /** Names of programs. */
  | 'programs'
  /** `+` and a format. */
  | 'date-format';

export interface Reader extends Options {
  readonly operands: Operands;
}

const CHECKSUM: Reader = { operands: 'files', flags: 'bt', long: 'binary tag text zero' };

const VERSION_ONLY: Reader = { operands: 'version' };

const readers: Readonly<Record<string, Reader>> = {
  arch: { operands: 'none' },
  awk: { operands: 'awk-script', texts: 'F' },
  b2sum: CHECKSUM,
  base64: { operands: 'files', flags: 'd', numbers: 'w' },
  basename: { operands: 'text', flags: 'a', texts: 's' },
  bash: VERSION_ONLY,
  cat: {
    operands: 'paths',
    flags: 'AETbenstv',
    long: 'number number-nonblank show-all show-ends show-nonprinting show-tabs squeeze-blank',
  },
  cksum: { operands: 'files' },
  cmp: { operands: 'files', flags: 'bls', numbers: 'n' },
  column: { operands: 'files', flags: 'tx', texts: 's', numbers: 'c' },
  comm: { operands: 'files', flags: '123' },
  cut: {
    operands: 'files',
    flags: 'ns',
    texts: 'bcdf',
    long: 'bytes= characters= complement delimiter= fields= only-delimited output-delimiter=',
  },
  date: { operands: 'date-format', flags: 'uR', attached: 'I', long: 'iso-8601[=] rfc-3339= rfc-email utc' },
  diff: {
    operands: 'files',
    flags: 'BEabcdeiqstuwy',
    numbers: 'UCW',
    long: 'brief color[=] context[=] ignore-all-space ignore-blank-lines ignore-case ignore-space-change minimal report-identical-files side-by-side strip-trailing-cr suppress-common-lines text unified[=] width=',
  },
  dirname: { operands: 'text' },
  du: {
    operands: 'paths',
    flags: 'abchkmsx',
    numbers: 'd',
    long: 'all apparent-size bytes human-readable max-depth= one-file-system summarize total',
  },
  echo: { operands: 'anything' },
  expand: { operands: 'files', texts: 't' },
  false: { operands: 'anything' },
  fd: {
    operands: 'pattern-and-paths',
    permutes: true,
    flags: '0FHIagipsu',
    texts: 'Ecet',
    numbers: 'd',
    long: 'absolute-path case-sensitive changed-before= changed-within= color= exclude= extension= fixed-strings full-path glob hidden ignore-case max-depth= min-depth= max-results= no-ignore no-ignore-vcs print0 regex size= type=',
  },
  file: { operands: 'files', flags: 'bi', long: 'brief mime mime-encoding mime-type' },
  fold: { operands: 'files', flags: 's', numbers: 'w' },
  gcc: VERSION_ONLY,
  grep: {
    operands: 'pattern-and-paths',
    flags: 'EFGPHILZabchilnoqrsvwxy',
    texts: 'e',
    numbers: 'ABCm',
    counts: true,
    long: 'after-context= basic-regexp before-context= byte-offset color[=] colour[=] context[=] count exclude= exclude-dir= extended-regexp files-with-matches files-without-match fixed-strings ignore-case include= initial-tab invert-match line-number line-regexp max-count= no-filename no-messages null only-matching perl-regexp quiet recursive regexp= silent text with-filename word-regexp',
  },
  head: { operands: 'files', flags: 'qvz', numbers: 'cn', counts: true, long: 'bytes= lines= quiet verbose' },
  hexdump: { operands: 'files', flags: 'Cbcdox', numbers: 'ns' },
  hostname: { operands: 'none' },
  id: { operands: 'none', flags: 'Ggnru' },
  jq: {
    operands: 'jq-script',
    flags: 'CMSacejnrs',
    long: 'ascii-output color-output compact-output exit-status indent= join-output monochrome-output null-input raw-output slurp sort-keys tab',
  },
  ls: {
    operands: 'paths',
    flags: '1ABCFGNQRSUXabcdfghiklmnopqrstuvx',
    long: 'all almost-all author block-size= classify color[=] directory escape file-type format= full-time group-directories-first hide= human-readable ignore= ignore-backups indicator-style= inode kibibytes literal no-group numeric-uid-gid quote-name quoting-style= recursive reverse si size sort= time= time-style=',
  },
  md5sum: CHECKSUM,
  nl: {
    operands: 'files',
    flags: 'p',
    texts: 'bdfhns',
    numbers: 'ilvw',
    long: 'body-numbering= line-increment= number-format= number-separator= number-width= starting-line-number=',
  },
  node: VERSION_ONLY,
  nproc: { operands: 'none' },
  od: { operands: 'files', flags: 'bcdosvx', texts: 'At', numbers: 'Nj', attached: 'w' },
  paste: { operands: 'files', flags: 's', texts: 'd' },
  printf: { operands: 'printf' },
  pwd: { operands: 'none', flags: 'LP' },
  python: VERSION_ONLY,
  python3: VERSION_ONLY,
  readlink: { operands: 'paths', flags: 'efmn' },
  realpath: { operands: 'paths', flags: 'em' },
  rev: { operands: 'files' },
  rg: {
    operands: 'pattern-and-paths',
    permutes: true,
    flags: '.0FHINPSUabchilnopqsuvwx',
    texts: 'EMTegrt',
    numbers: 'ABCdjm',
    long: 'after-context= before-context= block-buffered byte-offset case-sensitive color= colors= column context= context-separator= count count-matches crlf encoding= engine= field-context-separator= field-match-separator= files files-with-matches files-without-match fixed-strings glob= glob-case-insensitive heading hidden iglob= ignore-case include-zero invert-match json line-buffered line-number line-regexp max-columns= max-columns-preview max-count= max-depth= max-filesize= multiline multiline-dotall no-config no-context-separator no-filename no-heading no-hidden no-ignore no-ignore-dot no-ignore-exclude no-ignore-files no-ignore-global no-ignore-parent no-ignore-vcs no-line-number no-messages no-unicode null null-data one-file-system only-matching passthru pcre2 pretty quiet regexp= replace= smart-case sort= sortr= stats text threads= trim type= type-list type-not= unrestricted version vimgrep with-filename word-regexp',
  },
  sed: {
    operands: 'sed-script',
    flags: 'Enrsuz',
    texts: 'e',
    long: 'expression= null-data posix quiet regexp-extended separate silent unbuffered',
  },
  sha1sum: CHECKSUM,
  sha256sum: CHECKSUM,
  sha512sum: CHECKSUM,
  shasum: { operands: 'files', flags: 'b', numbers: 'a' },
  sort: {
    operands: 'files',
    flags: 'MVbcdfghimnrsuz',
    texts: 'kt',
    long: 'check dictionary-order field-separator= general-numeric-sort human-numeric-sort ignore-case ignore-leading-blanks key= month-sort numeric-sort reverse sort= stable unique version-sort zero-terminated',
  },
  stat: { operands: 'paths', texts: 'c', long: 'format= printf= terse' },
  tac: { operands: 'files' },
  tail: {
    operands: 'files',
    flags: 'qvz',
    numbers: 'cn',
    counts: true,
    long: 'bytes= lines= quiet silent verbose',
  },
  tr: { operands: 'text', flags: 'Ccdst' },
  tree: {
    operands: 'paths',
    flags: 'ACDFJNQSadfhinpqrstuv',
    // It continues with the letters of the same word, and takes the value from the next word.
    alone: 'ILP',
    long: 'dirsfirst du filesfirst gitignore ignore-case matchdirs noreport prune si sort=',
  },
  true: { operands: 'anything' },
  type: { operands: 'programs', flags: 'apt' },
  uname: { operands: 'none', flags: 'aimnoprsv' },
  uniq: {
    operands: 'one-file',
    flags: 'Dcdiuz',
    numbers: 'fsw',
    long: 'check-chars= count ignore-case repeated skip-chars= skip-fields= unique',
  },
  wc: { operands: 'files', flags: 'Lclmw', long: 'bytes chars lines max-line-length words' },
  which: { operands: 'programs', flags: 'a' },
  whoami: { operands: 'none' },
  xxd: { operands: 'one-file', words: '-a -b -i -p -ps -u', alone: 'cgls' },
};

export function readerOf(program: string): Reader | undefined {
  return Object.hasOwn(readers, program) ? readers[program] : undefined;
}
