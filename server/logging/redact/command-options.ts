// Passwords that commands, calls and protocols accept without a name: `docker login -p x`, `net user bob x`,
// `auth=('bob', 'x')`, `"AUTH" "x"`. A table lists how such text starts and where its password is.
import type { Anchor } from './anchors.ts';
import { beginsWord } from './boundaries.ts';
import { isEmptyTalk, looksRandom } from './plausible.ts';
import { PLACEHOLDER, type Rule } from './span.ts';

const WORD = String.raw`\\*["']?([^\s"'\\-][^\s"'\\]{3,200})`;
const QUOTED = String.raw`(?:\\*["'])([^\s"'\\]{4,200})`;
const STRING = String.raw`[bru]?\\*["'][^"'\\\n]{0,200}\\*["']`;
const OPTION = String.raw`[^\n|;&]{0,160}?\s`;

interface Row {
  readonly begins: string;
  /** Matches the text after the beginning; its group is the password. */
  readonly rest: string;
  /** Only a password can be there, so it need not look like one. */
  readonly isSure?: boolean;
  /** Matched case-insensitively. */
  readonly isExact?: boolean;
}

const ROWS: readonly Row[] = [
  { begins: 'sshpass ', rest: `(?:${OPTION})?-p\\s?${WORD}`, isSure: true },
  {
    begins: 'mysql|redis-cli |mongosh |mongo |mongodump |mongorestore |mongoexport ',
    rest: `(?:${OPTION})?-(?:p|a)\\s?${WORD}`,
  },
  {
    begins:
      'docker login|podman login|nerdctl login|buildah login|skopeo login|registry login|oras login|twine upload|az login|psexec|cqlsh |isql ',
    rest: `${OPTION}-(?:p|P|pw)\\s?${WORD}`,
  },
  {
    begins:
      'sqlcmd |bcp |altool |notarytool |security unlock-keychain|security import |security create-keychain|security set-key-partition-list|qpdf |pdftk |unrar |rar |certutil |ipmitool |mosquitto_|zip |unzip |7z |7za |plink |pscp |rdesktop |evil-winrm |crackmapexec |netexec ',
    rest: `(?:${OPTION})?-(?:P|p|pw)\\s?${WORD}`,
  },
  { begins: 'snmpwalk |snmpget |snmpset |snmpbulkwalk ', rest: `${OPTION}-(?:A|X|c)\\s?${WORD}` },
  {
    begins: 'ldapsearch |ldapmodify |ldapadd |ldapwhoami |ldappasswd ',
    rest: `${OPTION}-(?:w|s)\\s?${WORD}`,
  },
  { begins: 'ssh-keygen ', rest: `(?:${OPTION})?-(?:N|P)\\s?${WORD}` },
  { begins: 'key content ', rest: `\\s{0,16}:\\s([^\\s"'\\\\]{8,63})` },
  { begins: 'openssl enc', rest: `${OPTION}-(?:k|K)\\s${WORD}` },
  { begins: 'signtool |signtool.exe ', rest: `${OPTION}/p\\s${WORD}` },
  {
    begins: '##vso[task.setvariable ',
    rest: `variable=[\\w.-]{0,40}(?:token|secret|password|key|pwd)[^\\]\\n]{0,80}\\]([^\\s"'\\\\]{4,4096})`,
    isSure: true,
  },
  { begins: 'stripe-signature: t=', rest: `\\d{1,12},v1=([0-9a-f]{32,})` },
  { begins: 'conda.anaconda.org/t/', rest: `([\\w-]{16,100})(?=/)` },
  { begins: 'schtasks ', rest: `${OPTION}/rp\\s${WORD}` },
  { begins: 'lftp ', rest: `(?:${OPTION})?-u\\s\\\\*["']?[^\\s,"']{1,80},${WORD}` },
  { begins: 'curl ', rest: `(?:${OPTION})?-u\\\\*["']?[^\\s:"'-][^\\s:"']{0,80}:${WORD}` },
  { begins: 'curl ', rest: `(?:${OPTION})?(?:--cert|-E)\\s\\\\*["']?[^\\s:"']{1,200}:${WORD}` },
  {
    begins: 'curl ',
    rest: `(?:${OPTION})?(?:-b|--cookie)[\\s=]\\\\*["']?[^\\s=;"'\\\\]{1,80}=([^\\s;"'\\\\]{6,4096})`,
  },
  {
    begins: 'http -a|https -a|http --auth|xh -a|ab -',
    rest: `(?:[^\\n|;&]{0,80}?-A)?[\\s=]\\\\*["']?[^\\s:"'-][^\\s:"']{0,80}:${WORD}`,
  },
  { begins: 'net user ', rest: `\\S{1,80}\\s${WORD}` },
  { begins: 'net use ', rest: `\\S{1,80}\\s\\S{1,200}\\s(?:/\\S{1,80}\\s){0,2}${WORD}` },
  { begins: 'net ads |smbclient |rpcclient ', rest: `(?:${OPTION})?-U\\s?\\\\*["']?[^\\s%"']{1,80}%${WORD}` },
  { begins: 'rabbitmqctl add_user |rabbitmqctl change_password ', rest: `\\S{1,80}\\s${WORD}` },
  { begins: 'htpasswd ', rest: `-[a-zA-Z]{0,8}b[a-zA-Z]{0,8}\\s\\S{1,200}\\s\\S{1,80}\\s${WORD}` },
  {
    begins:
      'cargo login |snyk auth |rclone obscure |sonar.login=|vault login |vault operator unseal |ngrok authtoken |cachix authtoken ',
    rest: WORD,
  },
  { begins: 'poetry config http-basic.', rest: `\\S{1,80}\\s\\S{1,80}\\s${WORD}` },
  { begins: 'poetry config pypi-token.', rest: `\\S{1,80}\\s${WORD}` },
  {
    begins:
      'sqlplus |sqlldr |expdp |impdp |rman |oracle.connect(|oracledb.connect(|jdbc:oracle:thin:|jdbc:oracle:oci:',
    rest: `(?:${OPTION})?\\\\*["']?[A-Za-z][\\w$#]{0,60}/\\\\*["']?([^\\s"'@\\\\]{3,100})\\\\*["']?@(?=[\\w/([])`,
    isSure: true,
  },
  {
    begins: 'echo ',
    rest: `\\\\*["']?(?:[\\w.-]{1,40}:)?([^\\s"'|\\\\]{4,200})\\\\*["']?\\s{0,4}(?:\\||\\n\\+ )[^\\n|]{0,80}(?:-stdin|sudo -S|kinit|chpasswd|smbpasswd|gpg|with-token)`,
  },
  {
    begins:
      'login(|sign_in(|signin(|authenticate(|auth=(|auth=[|auth: [|httpbasicauth(|usernamepasswordcredentials(|networkcredential(|passwordauthentication(',
    rest: `\\s{0,4}${STRING},\\s{0,8}[bru]?${QUOTED}`,
  },
  {
    begins:
      'pdo->__construct(|new pdo(|mysqli_connect(|mysqli_real_connect(|mysql_connect(|pg_connect(|mysqli->__construct(|new mysqli(',
    rest: `\\s{0,4}${STRING},\\s{0,8}${STRING},\\s{0,8}${QUOTED}`,
  },
  {
    begins: 'convertto-securestring ',
    rest: `(?:-AsPlainText\\s|-Force\\s){0,2}(?:-(?:String|s)\\s)?\\\\*["']([^"'$\\\\\\n]{3,200})`,
    isSure: true,
  },
  { begins: 'password(', rest: QUOTED },
  { begins: 'identified with ', rest: `\\S{1,60}\\s(?:by|as)\\s${QUOTED}`, isSure: true },
  {
    begins:
      'auth plain |auth login |auth xoauth2 |auth oauthbearer |auth ntlm |authenticate plain |authenticate xoauth2 |authenticate oauthbearer |authenticate ntlm ',
    rest: `([A-Za-z0-9+/=]{8,2000})`,
  },
  {
    begins: '334 ugfzc3dvcmq6',
    rest: `[^\\n]{0,20}(?:\\n|\\\\n)[^\\n]{0,80}?(?<![A-Za-z0-9+/=])([A-Za-z0-9+/=]{4,400})(?=\\s{0,4}(?:\\n|$)|\\\\|["'])`,
    isSure: true,
  },
  { begins: '"auth" |> auth ', rest: `(?:\\\\*["']?[\\w-]{1,40}\\\\*["']?\\s)?${WORD}` },
  { begins: 'secretstr(|secretbytes(|secretstring(', rest: `[bru]?${QUOTED}` },
  {
    begins: 'login: |credentials: |credentials are: |user/password: |username/password: ',
    rest: `[\\w.@-]{1,60}\\s?/\\s?${WORD}`,
  },
  {
    begins: 'github-oauth|gitlab-token|gitlab-oauth|bitbucket-oauth',
    rest: `\\\\*["']\\s{0,8}:\\s{0,8}\\{\\s{0,40}${STRING}\\s{0,8}:\\s{0,8}${QUOTED}`,
  },
  { begins: 'auth-user-pass>', rest: `\\s{0,8}\\S{1,100}\\s{1,8}([^\\s<]{4,200})(?=\\s|<)`, isSure: true },
  {
    begins: '"assword:"|"*assword:"|"password:"|"*?assword:*"',
    rest: `\\s{1,8}(?:\\{\\s)?send\\s(?:--\\s)?${QUOTED}`,
  },
  {
    begins: ' LOGIN ',
    isExact: true,
    rest: `\\\\*["']?[^\\s"'\\\\]{1,80}\\\\*["']?\\s${WORD}(?=["'\\\\]{0,3}(?:\\s|$))`,
  },
  {
    begins: 'identify |requirepass |masterauth |snmp-server community |enable secret |enable password ',
    rest: `(?:\\d\\s)?${WORD}`,
  },
  // A line of a cookie jar, at its "include subdomains" or "secure" column.
  {
    begins: '\tTRUE\t|\tFALSE\t',
    isExact: true,
    isSure: true,
    rest: `[^\\s]{1,200}\\t(?:TRUE|FALSE)\\t\\d{1,16}\\t[^\\t\\n]{1,200}\\t([^\\s"'\\\\]{4,4096})`,
  },
  { begins: 'key 7 |password 7 |key 0 |password 5 ', rest: WORD },
  { begins: 'aad3b435b51404eeaad3b435b51404ee:', rest: `([0-9a-f]{32})`, isSure: true },
  { begins: ') 0x', rest: `([0-9a-f]{64})(?![0-9a-f])`, isSure: true },
  {
    begins: `type="password"|type='password'|type=\\\\"password\\\\"`,
    rest: `(?:[^<>\\n]{0,120}>\\s?:\\s?|[^<>\\n]{0,200}?\\svalue=)${QUOTED}`,
  },
  {
    begins: 'accounts',
    rest: `\\\\*["']?\\s?[:=]\\s?\\[\\s{0,20}\\\\*["']((?:0x)?[0-9a-f]{64})(?![0-9a-f])`,
    isSure: true,
  },
  { begins: 'xfreerdp |wfreerdp ', rest: `(?:${OPTION})?/p:${WORD}` },
  { begins: 'mc alias set ', rest: `\\S{1,60}\\s\\S{1,200}\\s\\S{1,100}\\s${WORD}` },
  { begins: 'composer config http-basic.', rest: `\\S{1,80}\\s\\S{1,80}\\s${WORD}` },
  {
    begins:
      'keyvault secret set |ssm put-parameter |secretsmanager create-secret |secretsmanager put-secret-value ',
    rest: `${OPTION}--(?:value|secret-string)[\\s=]${WORD}`,
  },
  { begins: 'wpa key|wpa2 key|wifi key|wep key|wi-fi key', rest: `\\s?[:=]\\s?${WORD}` },
  { begins: '/live2/|twitch.tv/app/', rest: `([\\w-]{16,100})` },
  { begins: '::add-mask::', rest: `([^\\s"'\\\\]{4,4096})`, isSure: true },
  {
    begins: '::set-output name=',
    rest: `[\\w-]{0,40}(?:token|secret|password|key)[\\w-]{0,20}::([^\\s"'\\\\]{4,4096})`,
  },
  { begins: 'bundle_', rest: `[a-z0-9_]{1,80}:\\s{0,4}\\\\*["']?[^\\s"':\\\\]{1,60}:${WORD}` },
  { begins: 'setcredential=', rest: `[\\w.-]{1,60}:${WORD}` },
];

export const commandAnchors: readonly Anchor[] = ROWS.flatMap(({ begins, rest, isSure, isExact }) => {
  const rule = ruleOf(new RegExp(rest, 'dgiy'), isSure ?? false);
  return begins.split('|').map((literal) => ({ literal, isCaseSensitive: isExact ?? false, rule }));
});

function ruleOf(pattern: RegExp, isSure: boolean): Rule {
  return (text, at, anchor) => {
    if (/^\w/.test(anchor) && !beginsWord(text, at)) return undefined;
    // The same option may occur twice, for a port and for a password.
    for (let from = at + anchor.length, round = 0; round < 3; round += 1) {
      pattern.lastIndex = from;
      const place = pattern.exec(text)?.indices?.[1];
      if (!place) return undefined;
      const [start, end] = place;
      const password = text.slice(start, end);
      if (password.includes(PLACEHOLDER)) return undefined;
      if (!isEmptyTalk(password) && (isSure || looksRandom(password, 6))) {
        return { from: at, start, end, kind: 'password' };
      }
      from = end;
    }
    return undefined;
  };
}
