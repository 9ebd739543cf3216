// Every error is made once, from the list of all functions that make one: its code is one of its file, and its words for
// a window name no command where the window has a page or a button.
import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { errorPage } from '../../scripts/docs/error-page.ts';
import * as approvals from '../../server/errors/approvals.ts';
import * as azure from '../../server/errors/azure.ts';
import * as calls from '../../server/errors/calls.ts';
import * as checkpoints from '../../server/errors/checkpoints.ts';
import * as cli from '../../server/errors/cli.ts';
import * as clients from '../../server/errors/clients.ts';
import { errorCodes } from '../../server/errors/codes.ts';
import * as config from '../../server/errors/config.ts';
import * as connect from '../../server/errors/connect.ts';
import * as control from '../../server/errors/control.ts';
import * as copies from '../../server/errors/copies.ts';
import * as desktop from '../../server/errors/desktop.ts';
import * as engine from '../../server/errors/engine.ts';
import { type Advice, PatchbayError } from '../../server/errors/error.ts';
import * as files from '../../server/errors/files.ts';
import * as homes from '../../server/errors/homes.ts';
import * as http from '../../server/errors/http.ts';
import * as leash from '../../server/errors/leash.ts';
import * as limits from '../../server/errors/limits.ts';
import * as network from '../../server/errors/network.ts';
import * as published from '../../server/errors/published.ts';
import * as records from '../../server/errors/records.ts';
import * as remoteConfig from '../../server/errors/remote-config.ts';
import * as remotes from '../../server/errors/remotes.ts';
import * as rules from '../../server/errors/rules.ts';
import * as secrets from '../../server/errors/secrets.ts';
import * as settings from '../../server/errors/settings.ts';
import * as signIn from '../../server/errors/sign-in.ts';
import * as threads from '../../server/errors/threads.ts';
import * as tokens from '../../server/errors/tokens.ts';
import * as updates from '../../server/errors/updates.ts';
import * as usage from '../../server/errors/usage.ts';

const modules = {
  approvals,
  azure,
  calls,
  checkpoints,
  cli,
  clients,
  config,
  connect,
  control,
  copies,
  desktop,
  engine,
  files,
  homes,
  http,
  leash,
  limits,
  network,
  published,
  records,
  'remote-config': remoteConfig,
  remotes,
  rules,
  secrets,
  settings,
  'sign-in': signIn,
  threads,
  tokens,
  updates,
  usage,
};

/** Arguments for each function of a file that makes an error or advice, once for each of its texts. */
type Cases<M> = {
  readonly [N in keyof M as M[N] extends (...args: never[]) => PatchbayError | Advice
    ? N
    : never]: M[N] extends (...args: infer A) => unknown ? readonly A[] : never;
};

const FILE = '/home/mira/.local/share/patchbay/settings.json';
const HOME = '/home/mira/.local/share/patchbay';
const ENGINE = '/opt/codex/bin/codex';
const FOLDER = '/home/mira/app';
const cause = Object.assign(new Error('ENOENT'), { code: 'ENOENT', syscall: 'open', path: FILE });
const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
const host = { pid: 7, url: 'http://127.0.0.1:7345/mcp', version: '0.1.0' };

const cases: { readonly [F in keyof typeof modules]: Cases<(typeof modules)[F]> } = {
  approvals: {
    approvalNotWaiting: [['7f3a']],
    approvalAmbiguous: [['7']],
    editNotPossible: [['src/a.ts is outside the folder of the thread']],
    editNotApplied: [[cause]],
    approvalChanged: [[]],
    approvalNeedsOwnLook: [[]],
    approvalNotForTerminal: [[]],
    terminalNotTrusted: [[['t1']]],
    passphraseNotSet: [[]],
    passphraseMissing: [[]],
    passphraseTooShort: [[12]],
    passphrasesDiffer: [[]],
    passphraseWrong: [[0], [2000]],
    passphraseLocked: [[2000]],
  },
  azure: {
    azureNotSignedIn: [
      ['the MCP server docs', 'Please run az login'],
      ['the MCP server docs', ''],
    ],
    azureRefused: [
      [
        'the MCP server docs',
        {
          code: 'AADSTS50173',
          meaning: 'the sign-in was revoked',
          fix: 'Run `az login` again.',
          details: '',
        },
      ],
    ],
    azureExpired: [['the MCP server docs', new Date(0)]],
    azureTooSlow: [['the MCP server docs', 5000]],
    azureUnreachable: [['the MCP server docs', '']],
    azureMisconfigured: [['the MCP server docs', 'AZURE_TOKEN_CREDENTIALS names no credential']],
    azureNeedsHttps: [['docs']],
    azureScopeInvalid: [['api://docs']],
  },
  calls: {
    argumentsRefused: [['Failed to parse configuration for Codex tool: missing field `prompt`']],
    noFolder: [[]],
    folderNotFound: [['/home/mira/ap', 'does not exist']],
    codexOwnFolder: [['/home/mira/.codex']],
    patchbayOwnFolder: [[HOME]],
    folderTooWide: [['/home/mira', 'workspace-write']],
    configKeysRefused: [[['mcp_servers'], ['model', 'model_reasoning_effort']]],
    aboveCeiling: [['network access', 'no network', '`--allow-network`']],
    requestCutOff: [['tools/call']],
    callNotFound: [[]],
  },
  checkpoints: {
    checkpointBroken: [
      [FOLDER, 'pack 3 is missing'],
      [FOLDER, new Error('EIO')],
    ],
    checkpointNotWritten: [
      [FOLDER, full],
      [FOLDER, new Error('EIO')],
    ],
    nothingToUndo: [['t1']],
    nothingToRedo: [['t1']],
    turnNotFound: [['t1', 3]],
    turnNotCovered: [
      ['t1', 3, 'it has more than 100,000 files'],
      ['t1', 3, 'the checkpoint could not be written (the disk is full)'],
    ],
    folderGone: [[FOLDER]],
    folderMoved: [[FOLDER, '/etc']],
    undoConflict: [[FOLDER, ['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts', 'f.ts']]],
    undoChanged: [[FOLDER]],
    restoreFailed: [
      [FOLDER, new Error('EACCES')],
      [FOLDER, full],
    ],
    restoreHalfDone: [[FOLDER, full]],
    turnRunsThere: [[FOLDER, 't1']],
    confirmationNeeded: [[]],
    fileNotInTurn: [
      [[3], 'src/a.ts'],
      [[3, 4], 'src/a.ts'],
    ],
    turnsInSeveralFolders: [['t1', [FOLDER, '/srv/app']]],
    folderNotCovered: [[FILE]],
    fileNeverSeen: [[FILE]],
    fileNotBlamed: [
      [FILE, 'it is a folder'],
      [FILE, new Error('EACCES')],
    ],
    lineNotThere: [
      [FILE, 20, 1],
      [FILE, 20, 12],
    ],
  },
  copies: {
    copyNotPossible: [[FOLDER, 'the git repository has submodules']],
    copyFailed: [[FOLDER, new Error('git is not there')]],
    copyNotFound: [['app-1']],
    copyGone: [['app-1a2b3c', '/home/mira/.local/share/patchbay-copies/app-1a2b3c is not there any more']],
    copyWithoutOriginal: [['app-1a2b3c', FOLDER]],
    copyElsewhere: [['app-1a2b3c', '/home/mira/notes', '/home/mira/.local/share/patchbay-copies']],
    copyInUse: [[FOLDER, 't1']],
    copyConflict: [[FOLDER, ['a', 'b', 'c', 'd', 'e', 'f']]],
    copyChanged: [['app-1a2b3c']],
    copyNeedsYes: [[]],
    secondThreadStopped: [[FOLDER]],
  },
  cli: {
    outputNotWritten: [[full]],
    systemFailed: [[cause], [Object.assign(new Error('ENOENT'), { code: 'ENOENT', syscall: 'uv_cwd' })]],
    unexpected: [[new Error('no such worker')]],
    notAFolder: [['--cwd', '/home/mira/ap', cause]],
  },
  clients: {
    clientPaused: [['cursor']],
    clientChangesNotNow: [[['t1']]],
    approvalProgramNotFound: [['ntfy.mjs']],
    approvalProgramUnfit: [['/home/me/answer', 'is in a folder where Codex can write']],
  },
  config: {
    configBroken: [
      [
        '/home/mira/.codex/config.toml',
        3,
        'unknown variant `always`, expected one of `untrusted`, `on-request`',
      ],
      ['/home/mira/.codex/config.toml', undefined, 'it is not UTF-8'],
    ],
    configNotUsable: [[]],
    profileNotFound: [['work', '/home/mira/.codex/work.config.toml']],
    configChangedMeanwhile: [[]],
    configNotWritten: [['invalid value for `command`.']],
  },
  connect: {
    clientUnknown: [['curser', ['cursor', 'zed']]],
    clientHasNoLink: [['Zed', 'zed']],
    clientNeedsStdio: [['Claude Desktop']],
    clientByHand: [['JetBrains AI Assistant', 'paste it in its settings']],
    clientSettingsUnreadable: [
      ['/home/mira/.cursor/mcp.json', 3, 'it is not JSON'],
      ['/home/mira/.cursor/mcp.json', undefined, 'its text is not UTF-8'],
    ],
    clientSettingsChanged: [['/home/mira/.cursor/mcp.json']],
    clientSettingsNotWritten: [['/home/mira/.cursor/mcp.json', full]],
    connectNotConfirmed: [[]],
    connectNeedsYes: [[]],
  },
  control: {
    hostAlreadyRunning: [
      [HOME, '0.1.0', host],
      [HOME, '0.2.0', host],
      [HOME, '0.1.0', undefined],
    ],
    hostNotRunning: [[HOME]],
    hostSilent: [[HOME]],
    hostGone: [[], ['t1']],
    hostFrozen: [[undefined], [7, 't1']],
    relayFrozen: [[], ['t1']],
    controlFolderNotSafe: [['/tmp/patchbay-1000-0f2c']],
    controlSocketFailed: [[`${HOME}/run/control.sock`, cause]],
    controlVersionDiffers: [[]],
    otherCodexHome: [['/home/mira/.codex-work']],
    nestedTooDeep: [[4]],
  },
  desktop: {
    serverNotRunning: [[]],
    addressRefused: [['file:///etc/passwd']],
    linkUnknown: [['patchbay://v1/nowhere']],
    shortcutTaken: [['Ctrl+Alt+Shift+P']],
    appNotOpened: [['there is no desktop here', 2]],
    appNotStarted: [[30_000]],
    pathNotFound: [[FOLDER]],
    bundleNotPrepared: [[]],
    bundleNotSaved: [['patchbay.zip', 'it is there already']],
  },
  engine: {
    engineMissing: [[ENGINE]],
    engineNotExecutable: [[ENGINE, new Error('EACCES')]],
    engineNotCodex: [['/usr/bin/ls', 'ls (GNU coreutils) 9.1']],
    engineTooOld: [[ENGINE, '0.153.4', '0.169.0']],
    engineDidNotStart: [['it ended with code 1.']],
    engineKeepsStopping: [[2000, 'it ended with code 1']],
    engineStopped: [[]],
    engineFrozen: [['it did not answer']],
    notSignedIn: [['401 Unauthorized']],
  },
  files: {
    fileBroken: [[FILE, 'it is not JSON']],
    fileInUse: [[FILE, 7]],
    fileNewer: [[FILE, 2, 1]],
    linesBroken: [
      [FILE, 1, 1],
      [FILE, 2, 1],
    ],
    fileNotWritten: [
      [FILE, cause],
      [FILE, full],
    ],
  },
  homes: {
    homeNotWritable: [
      [HOME, Object.assign(new Error('EACCES'), { code: 'EACCES' })],
      [HOME, full],
    ],
    homeNotAbsolute: [['HOME', 'mira']],
    homeUnknown: [[]],
    codexHomeNotUsable: [['/home/mira/.codex', cause]],
    codexHomeMissing: [['/home/mira/.codex-work']],
  },
  http: {
    portInUse: [
      [7345, true, undefined],
      [7345, false, { name: 'nginx', pid: 7 }],
    ],
    hostNotAvailable: [['10.0.0.1', new Error('EADDRNOTAVAIL')]],
    noAuthNeedsLoopback: [['10.0.0.1']],
  },
  leash: {
    aboveLeash: [['40 commands', '30 commands']],
    limitsTooLate: [[]],
    leashNotPossible: [['it runs no hooks']],
    stoppedAtCap: [[{ at: '3 commands', who: 'nobody was there to let it go on', used: '1 min' }]],
    leashLost: [[]],
  },
  limits: {
    folderOutsideLimits: [['/home/mira/site', [FOLDER, '/home/mira/lib'], 'cursor']],
    policyOutsideLimits: [['never', 'on-request', 'cursor']],
    modelOutsideLimits: [
      ['gpt-x', ['gpt-a'], 'cursor'],
      [undefined, ['gpt-a'], 'cursor'],
    ],
    codexToolsOff: [['cursor']],
    remoteOutsideLimits: [['docs', 'cursor']],
    toolOutsideLimits: [
      ['docs', 'drop', 'cursor', { tier: 'destructive', upTo: 'read', word: 'docs/drop' }],
      ['docs', 'drop', 'cursor', { tier: 'destructive', upTo: undefined, word: 'docs/drop' }],
    ],
    tooManyTurns: [
      [1, 'cursor'],
      [2, 'cursor'],
    ],
    methodOutsideLimits: [['docs', 'x/run', 'cursor']],
    threadOutsideLimits: [[['docs'], 'cursor']],
  },
  network: { proxyBroken: [['it has no host']] },
  published: {
    publishedServerUnreadable: [['server.json', 'it is not JSON']],
    publishedServerNotFound: [['io.github.someone/docs', 'https://servers.example']],
    registryUnreachable: [['https://servers.example', 'no answer within 10 s']],
    publishedServerNotUsable: [
      ['io.github.someone/docs', []],
      ['io.github.someone/docs', ['The mcpb package x: it is a bundle.']],
    ],
    publishedValueWrong: [['PORT', 'it must be a number']],
  },
  records: { recordNotFound: [['t1']], recordAmbiguous: [['t']], searchSuperseded: [[]] },
  'remote-config': {
    remoteUnknown: [['docs']],
    remoteDisabled: [['docs']],
    remoteLoops: [['docs']],
    remoteBroken: [['docs', { file: '/home/mira/.codex/config.toml', line: 3 }, '`args` is not a list']],
    remoteNameTaken: [['docs']],
    remoteNameNotUsable: [
      ['my server', 'characters'],
      ['codex', 'reserved'],
    ],
    remoteAddressNotUsable: [
      ['ftp://example.com', 'not-an-address'],
      ['https://mira:pass@example.com', 'password'],
    ],
    pastedNotUsable: [['it has no MCP server in it']],
    remoteNotValid: [['its name is empty']],
    remoteNeverStarted: [['docs']],
    remoteChangedMeanwhile: [['docs']],
  },
  remotes: {
    remoteDidNotStart: [['docs', 'it ended with code 1', ['Error: no such file']]],
    remoteNotMcp: [
      ['docs', 'it answered with HTTP 404: Not Found', 'url', []],
      [
        'docs',
        'it was not ready within 30 s (startup_timeout_sec); it wrote 1 line that is no message: Ready',
        'command',
        [],
      ],
    ],
    remoteNotReached: [
      [
        'docs',
        'docs.example',
        { reason: 'nothing listens there', fix: 'Start the server, or correct the host and the port.' },
      ],
    ],
    remoteTooNew: [['docs']],
    findToolsRefused: [[20]],
    notFoundByFindTools: [['mcp__docs__search'], [undefined]],
    remoteRefused: [
      [
        'docs',
        {
          status: 401,
          host: 'docs.example',
          source: 'no credential',
          advice: signIn.signInAdvice('docs'),
        },
      ],
      ['docs', { status: 401, host: 'docs.example', source: 'no credential', advice: undefined }],
    ],
    remoteBusy: [
      ['docs', 'docs.example', undefined],
      ['docs', 'docs.example', 3],
    ],
    remoteRedirects: [['docs', 'https://other.example']],
    remoteTimedOut: [['docs', 'tools/call', { ms: 1000, key: 'tool_timeout_sec' }]],
    remoteGone: [['docs', 'it ended']],
    remoteKeepsFailing: [
      ['docs', 2000, signIn.signInNeeded('docs', 'it was revoked')],
      ['docs', 2000, new Error('It broke.')],
    ],
    remoteToolFiltered: [['docs', 'search']],
    appNotFound: [['ui://docs/app.html']],
    appNotShown: [['docs', 'ui://docs/app.html', 'it has no text']],
    appMayNotCall: [['docs', 'delete_all']],
    appAmbiguous: [['ui://docs/app.html', ['docs', 'more-docs']]],
    remoteCallDenied: [
      ['docs', 'search', 'It writes.'],
      ['docs', 'search', undefined],
    ],
    remoteAnsweredError: [['docs', 'no such index']],
    remoteAnswerTooLarge: [['docs', 'tools/list']],
    remoteTemplateBroken: [['docs://{path', 'Unclosed template expression']],
    credentialMissing: [['docs', 'TOKEN']],
    storedHeadersLost: [['docs']],
    storedHeadersAdvice: [['docs']],
    headersHelperFailed: [['docs', 'it ended with code 1']],
  },
  rules: {
    ruleNotFound: [['r_1']],
    ruleAmbiguous: [['r_']],
    rulesTooMany: [[1000]],
    ruleInvalid: [['its program is in the folder']],
    ruleCommandNotSimple: [['npm test; npm run build', 'several commands']],
    ruleProgramNotFound: [['npm']],
    ruleNeedsThread: [
      ['turn', []],
      ['thread', ['t1', 't2']],
    ],
    rulesNotNow: [[['t1']]],
    ruleNeedsOneSubject: [[]],
    ruleToolInvalid: [['github', 'it is not the name of a server, a slash and the name of a tool']],
    rulesFileNewer: [['/x/rules.json', 2, 1]],
    rulesFileUnknown: [['/home/me/a.json']],
    rulesFileNotUsable: [['/home/me/a.json', 'it is there already']],
    rulesImportNeedsYes: [[]],
  },
  secrets: {
    keychainMissing: [['locked']],
    tokenNotValid: [[]],
    tokenTooLong: [[20_000, 16_000]],
    tokensNotKept: [['The keychain is locked.'], [undefined]],
  },
  settings: { settingRefused: [['network.port: must be at most 65535']] },
  'sign-in': {
    signInNeeded: [['docs', 'it was revoked']],
    signInNotRenewed: [['docs', 'no network', 2000]],
    signInNotPossible: [['docs']],
    signInNotUsed: [['docs', 'bearer_token_env_var']],
    signInAdvice: [['docs']],
    signInAgainAdvice: [['docs']],
    scopesAdvice: [['docs', '[mcp_servers.docs]']],
    signInFailed: [
      [
        'docs',
        { why: 'the scope `admin` is refused', ...signIn.scopesAdvice('docs', '[mcp_servers.docs]') },
        cause,
      ],
    ],
    signInDenied: [['docs']],
    signInWithoutClient: [['docs'], ['docs', 'it answered 404']],
    signInRegistrationRefused: [['docs', 'it answered 400']],
    signInOtherResource: [['docs', 'https://other.example', 'https://docs.example']],
    signInUnsafe: [['docs', 'token_endpoint', 'http://docs.example', 'it is not https']],
    signInOtherIssuer: [['docs', 'https://docs.example']],
    signInTimedOut: [['docs', 600_000]],
    signInReplaced: [['docs']],
    signInEnded: [['docs']],
    callbackPortInUse: [['docs', 7345]],
    callbackUrlRefused: [['https://me.example/callback']],
  },
  threads: {
    threadNotFound: [['t1']],
    threadArchived: [['01a227c9-59e4-79a1-8ee3-959baccd4b8f']],
    threadBusy: [[]],
    threadOfOthers: [['01a227c9-59e4-79a1-8ee3-959baccd4b8f']],
    threadInUse: [['t1']],
    noTurnRuns: [[]],
    nobodyListened: [[300_000]],
    clientLeft: [[]],
    turnsPaused: [[]],
    turnsAreRunning: [[1], [2]],
    shuttingDown: [[]],
  },
  tokens: {
    tokenNameInvalid: [['my client']],
    tokenNameTaken: [['cursor']],
    tokenNotFound: [['cursor']],
    tokenNotRestorable: [['cursor']],
    tokenExpired: [['cursor']],
    clientNotFound: [['cursor']],
    tokenNotShown: [['cursor', full]],
  },
  updates: {
    updateNotFetched: [['0.2.0', 'sha512 checksum mismatch']],
    noUpdate: [[]],
  },
  usage: {
    usageWrong: [
      ['There is no command ad.', 'add', 'patchbay rules'],
      ['<id> is missing.', undefined, 'patchbay rules remove'],
    ],
  },
};

/** Made by commands and answers of a terminal alone: no window meets them. */
const ONLY_IN_TERMINALS = [
  'appNotOpened',
  'clientHasNoLink',
  'hostNotRunning',
  'passphraseNotSet',
  'rulesFileUnknown',
  'usageWrong',
];

/** Commands and options for which the window has a page or a button. */
const HAS_BUTTON =
  /`patchbay |`codex |--(port|engine|allow-folder|allow-network|allow-never|max-sandbox|demo)\b/;

type Make = (...args: unknown[]) => PatchbayError | Advice;
const made = Object.entries(cases).flatMap(([file, table]) =>
  Object.entries(table).flatMap(([name, argumentLists]) => {
    const make = (modules as unknown as Record<string, Record<string, Make>>)[file]?.[name];
    return (argumentLists as unknown[][]).map((args) => ({ file, name, of: make?.(...args) }));
  }),
);

test('every file of errors is looked at', () => {
  const listed = fs
    .readdirSync('server/errors')
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => name !== 'error' && name !== 'codes');
  expect(Object.keys(modules).toSorted()).toEqual(listed.toSorted());
});

test('docs/error-codes.md has every error with its text (`npm run docs` writes it)', async () => {
  const errors = made.flatMap(({ of }) => (of instanceof PatchbayError ? [of] : []));
  const text = errorPage(errors);
  expect(text.match(/^.*\| {2}\|$/gm) ?? [], 'an error without advice').toEqual([]);
  await expect(text).toMatchFileSnapshot('../../docs/error-codes.md');
});

describe('an error', () => {
  test.each(Object.keys(modules))(
    'of %s has a code that is listed for its file, and every listed one is made',
    (file) => {
      const codes = made.flatMap((one) =>
        one.file === file && one.of instanceof PatchbayError ? one.of.code : [],
      );
      expect([...new Set(codes)].toSorted()).toEqual(
        [...errorCodes[file as keyof typeof errorCodes]].toSorted(),
      );
    },
  );

  test('names no command at the window where the window has a button', () => {
    const commands = made.flatMap(({ name, of }) => {
      const text = of instanceof PatchbayError ? of.fixInWindow : (of?.fixInWindow ?? of?.fix ?? '');
      return HAS_BUTTON.test(text) ? name : [];
    });
    expect([...new Set(commands)].toSorted()).toEqual(ONLY_IN_TERMINALS.toSorted());
  });

  test('is told in whole sentences', () => {
    const unfinished = made.flatMap(({ name, of }) => {
      const texts =
        of instanceof PatchbayError ? [of.message, of.messageInWindow] : [of?.fix, of?.fixInWindow];
      return texts
        .filter((text) => text !== undefined && /undefined|\[object| {2}| $/.test(text))
        .map(() => name);
    });
    expect(unfinished).toEqual([]);
  });
});
