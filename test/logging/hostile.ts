// Inputs of 1 MiB that make careless patterns slow: beginnings of secrets without end, again and again.

const LENGTH = 2 ** 20;

const PIECES = [
  'a',
  'token=',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY-----\n',
  'x://',
  'x://a@b@',
  '\\',
  '\\"',
  '\\\\\\"token\\\\\\":\\\\\\"',
  'eyJ',
  'eyJaaaaaaaaaa.',
  'Bearer ',
  'Bearer\\n',
  'Authorization: ',
  'Authorization: Digest a="b",',
  'Cookie: a=b; ',
  'cookie: ',
  'Cookie: name=[REDACTED:',
  'password="',
  'password: ',
  'password ',
  'password","',
  'token","value":',
  '--token ',
  'api key ',
  'key',
  'sk-',
  'sk-aaaaaaaaaaaaaaaaaaaaaaaaaa-',
  '[REDACTED:',
  '7Q~',
  '+ACR',
  'JQQJ99',
  ':AA',
  ' -u a:',
  '%20',
  '\u001b[0m',
  'secret_',
  'fo1_',
  'xoxb-',
  'identified by "',
  'mysql -x ',
  'sshpass ',
  '"d":"',
  'psk=',
];

/** By the piece they repeat; every piece also with something behind it that looks random. */
export const hostileInputs: readonly (readonly [piece: string, input: string])[] = PIECES.flatMap((piece) =>
  [piece, `${piece}1aB`].map(
    (text) => [text, text.repeat(Math.ceil(LENGTH / text.length)).slice(0, LENGTH)] as const,
  ),
);
