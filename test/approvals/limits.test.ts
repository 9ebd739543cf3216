// The limits of a client as pure functions: what they let through, what they refuse, and that no arguments of a call get
// anything past them.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bounds, decidePermissions } from '../../server/approvals/ceilings.ts';
import { decideModel, requireFolder, requireThread } from '../../server/approvals/limits.ts';
import { parseExpiry } from '../../server/cli/limit-options.ts';
import { type Ceiling, defaultCeiling, sandboxModes } from '../../server/contract/ceiling.ts';
import { type Limits, limitPolicies, mayUseTool, tierOf, toolTiers } from '../../server/contract/limits.ts';
import type { Mode } from '../../server/contract/mode.ts';
import { PatchbayError } from '../../server/errors/error.ts';
import { silentLogger } from '../../server/logging/silent.ts';
import { parseCodexArguments } from '../../server/mcp/codex/codex-arguments.ts';
import { codexToolsWithin } from '../../server/mcp/codex/offered-tools.ts';
import { threadOptionsWithin } from '../../server/mcp/codex/thread-options.ts';
import { createReach } from '../../server/mcp/remote/reach.ts';
import { parseRemote, type RemoteConfig } from '../../server/remotes/config.ts';
import { openToolPins } from '../../server/remotes/pins.ts';
import { featuresOff, isWithin, serverLimit } from '../../server/thread-setup/server-limits.ts';
import { type Random, randomFor } from '../fuzz/random.ts';

const bounds = (limits: Limits, ceiling: Ceiling = defaultCeiling): Bounds => ({
  limits,
  ceiling,
  client: 'cursor',
});

/** The code of what it throws; undefined when it throws nothing. */
function codeOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof PatchbayError) return error.code;
    throw error;
  }
}

const wide: Ceiling = { sandbox: 'danger-full-access', allowNever: true, allowNetwork: true };

describe('the tier of a tool', () => {
  test.each([
    [undefined, 'destructive'],
    [null, 'destructive'],
    ['readOnlyHint', 'destructive'],
    [{}, 'destructive'],
    [{ readOnlyHint: true }, 'read'],
    [{ readOnlyHint: true, destructiveHint: true }, 'read'],
    [{ readOnlyHint: 'true' }, 'destructive'],
    [{ readOnlyHint: 1 }, 'destructive'],
    [{ readOnlyHint: false }, 'destructive'],
    [{ destructiveHint: false }, 'write'],
    [{ readOnlyHint: false, destructiveHint: false }, 'write'],
    [{ destructiveHint: 0 }, 'destructive'],
    [{ destructiveHint: true }, 'destructive'],
  ] as const)('with the annotations %j is %s', (annotations, tier) => {
    expect(tierOf({ annotations })).toBe(tier);
  });
});

describe('a tool of a remote', () => {
  const read = { annotations: { readOnlyHint: true } };
  const write = { annotations: { destructiveHint: false } };
  test.each<[Limits, string, string, { annotations: object } | undefined, boolean]>([
    [{}, 'docs', 'drop', undefined, true],
    [{ remotes: ['docs'] }, 'docs', 'drop', undefined, true],
    [{ remotes: ['docs'] }, 'Docs', 'drop', undefined, false],
    [{ remotes: [] }, 'docs', 'look', read, false],
    [{ toolTier: 'read' }, 'docs', 'look', read, true],
    [{ toolTier: 'read' }, 'docs', 'put', write, false],
    [{ toolTier: 'read' }, 'docs', 'gone', undefined, false],
    [{ toolTier: 'write' }, 'docs', 'put', write, true],
    [{ toolTier: 'write' }, 'docs', 'drop', undefined, false],
    [{ toolTier: 'destructive' }, 'docs', 'drop', undefined, true],
    [{ tools: ['docs/drop'] }, 'docs', 'drop', undefined, true],
    [{ tools: ['docs/drop'] }, 'docs', 'look', read, false],
    [{ tools: ['docs/drop'] }, 'other', 'drop', undefined, false],
    [{ tools: [] }, 'docs', 'look', read, false],
    [{ toolTier: 'read', tools: ['docs/drop'] }, 'docs', 'drop', undefined, true],
    [{ toolTier: 'read', tools: ['docs/drop'] }, 'docs', 'look', read, true],
    [{ remotes: ['other'], tools: ['docs/drop'] }, 'docs', 'drop', undefined, false],
  ])('under %j: %s/%s', (limits, remote, name, tool, may) => {
    expect(mayUseTool(limits, remote, name, tool)).toBe(may);
  });
});

describe('the reach into a remote', () => {
  test('does not widen when a remote changes what it says of a tool, until a person accepts that', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-limits-'));
    const pins = openToolPins({ file: path.join(folder, 'pins.json'), logger: silentLogger });
    const principal = { id: 'p', name: 'cursor' };
    const reach = createReach({ principal, limitsOf: () => ({ toolTier: 'read' }), pins });
    const [honest, now] = [{ name: 'drop' }, { name: 'drop', annotations: { readOnlyHint: true } }];
    const config = remoteConfig();
    pins.look(config, [honest]);
    pins.look(config, [now]);
    expect(reach.offers('docs', now)).toBe(false);
    await expect(reach.requireTool('docs', 'drop', async () => [now])).rejects.toThrow('tier destructive');
    const [change] = pins.changesOf('docs');
    pins.accept('docs', 'drop', change?.hash ?? '');
    expect(reach.offers('docs', now)).toBe(true);
    await reach.requireTool('docs', 'drop', async () => [now]);
    fs.rmSync(folder, { recursive: true });
  });
});

describe('an approval policy', () => {
  const wanted = { sandbox: 'read-only' } as const;
  test.each([
    ['untrusted', 'untrusted', undefined],
    ['untrusted', 'on-request', 'policy-outside-limits'],
    ['untrusted', 'never', 'policy-outside-limits'],
    ['on-request', 'untrusted', undefined],
    ['on-request', 'on-request', undefined],
    ['on-request', 'never', 'policy-outside-limits'],
  ] as const)('of a client that asks at least %s: %s', (least, approvalPolicy, code) => {
    const decide = () =>
      decidePermissions({ ...wanted, approvalPolicy }, {}, bounds({ approvalPolicy: least }, wide));
    expect(codeOf(decide)).toBe(code);
  });

  test('that nobody asked for is lowered', () => {
    const decide = (configured: string) =>
      decidePermissions(
        wanted,
        { approval_policy: configured },
        bounds({ approvalPolicy: 'untrusted' }, wide),
      );
    for (const configured of ['never', 'on-request', 'untrusted', 'nonsense']) {
      expect(decide(configured).approvalPolicy).toBe('untrusted');
    }
  });
});

describe('a model', () => {
  const limits = { models: ['gpt-a', 'gpt-b'] };
  test.each([
    [[undefined, undefined], undefined, 'gpt-a'],
    [[undefined, undefined], 'gpt-b', 'gpt-b'],
    [[undefined, undefined], 'gpt-x', 'gpt-a'],
    [['gpt-b', undefined], 'gpt-x', 'gpt-b'],
    [[undefined, 'gpt-b'], undefined, 'gpt-b'],
  ] as const)('asked for as %j, with %s in config.toml, is %s', (wishes, configured, model) => {
    expect(decideModel(wishes, configured, bounds(limits))).toBe(model);
  });

  test.each([
    [['gpt-x', undefined]],
    [['gpt-a', 'gpt-x']],
    [['', undefined]],
    [['GPT-A', undefined]],
  ] as const)('asked for as %j is refused', (wishes) => {
    expect(codeOf(() => decideModel(wishes, undefined, bounds(limits)))).toBe('model-outside-limits');
  });

  test('without a limit is left as it was asked for', () => {
    expect(decideModel(['x', 'y'], 'z', bounds({}))).toBe('x');
    expect(decideModel([undefined, 'y'], 'z', bounds({}))).toBeUndefined();
  });
});

describe('a folder', () => {
  let root: string;
  const at = (...parts: string[]) => path.join(root, ...parts);
  beforeAll(() => {
    root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-limits-')));
    for (const folder of ['in/deep', 'inside', 'out']) fs.mkdirSync(at(folder), { recursive: true });
    fs.symlinkSync(at('out'), at('in', 'to-out'));
    fs.symlinkSync('..', at('in', 'deep', 'up'));
    fs.symlinkSync(at('in'), at('to-in'));
    fs.symlinkSync(at('in', 'to-out'), at('in', 'twice'));
  });
  afterAll(() => fs.rmSync(root, { recursive: true }));
  const refused = (folder: string) => codeOf(() => requireFolder(folder, bounds({ folders: [at('in')] })));

  test('in the allowed one, also through a link or a way that turns back, may be worked in', () => {
    for (const folder of [
      at('in'),
      at('in', 'deep'),
      at('to-in'),
      at('to-in', 'deep'),
      at('in', 'deep', 'up'),
    ]) {
      expect(refused(folder), folder).toBeUndefined();
    }
    expect(refused(`${at('out')}/../in/deep`)).toBeUndefined();
  });

  test('elsewhere may not, whatever it is called and whichever link leads there', () => {
    const others = [
      root,
      '/',
      at('out'),
      at('inside'),
      at('in', 'to-out'),
      at('in', 'twice'),
      at('in', '..'),
    ];
    for (const folder of others) expect(refused(folder), folder).toBe('folder-outside-limits');
    expect(refused(`${at('in')}/deep/../../out`)).toBe('folder-outside-limits');
  });

  test('that was replaced by a link does not lead out of the limit', () => {
    const [swapped, limits] = [at('swapped'), { folders: [at('swapped')] }];
    fs.mkdirSync(swapped);
    expect(codeOf(() => requireFolder(swapped, bounds(limits)))).toBeUndefined();
    fs.rmdirSync(swapped);
    fs.symlinkSync(at('out'), swapped);
    expect(codeOf(() => requireFolder(swapped, bounds(limits)))).toBe('folder-outside-limits');
  });
});

describe('a thread that was started before', () => {
  const thread = {
    cwd: '/srv/project',
    sandbox: 'workspace-write',
    approvalPolicy: 'on-request',
    networkAccess: false,
    writableRoots: ['/srv/cache'],
    model: 'gpt-a',
  } as const;
  test.each<[object, Limits, Ceiling, Mode, string | undefined]>([
    [{}, {}, defaultCeiling, 'as-the-call-says', undefined],
    [{}, {}, { ...defaultCeiling, sandbox: 'read-only' }, 'as-the-call-says', 'above-ceiling'],
    [{ networkAccess: true }, {}, defaultCeiling, 'as-the-call-says', 'above-ceiling'],
    [{ approvalPolicy: 'never' }, {}, defaultCeiling, 'as-the-call-says', 'above-ceiling'],
    [{ approvalPolicy: 'never' }, {}, wide, 'as-the-call-says', undefined],
    [{}, { approvalPolicy: 'untrusted' }, defaultCeiling, 'as-the-call-says', 'policy-outside-limits'],
    [{}, { models: ['gpt-a'] }, defaultCeiling, 'as-the-call-says', undefined],
    [{}, { models: ['gpt-b'] }, defaultCeiling, 'as-the-call-says', 'model-outside-limits'],
    [{ model: undefined }, { models: ['gpt-b'] }, defaultCeiling, 'as-the-call-says', 'model-outside-limits'],
    [{}, { folders: ['/srv'] }, defaultCeiling, 'as-the-call-says', undefined],
    [{}, { folders: ['/srv/other'] }, defaultCeiling, 'as-the-call-says', 'folder-outside-limits'],
    [{}, { folders: ['/srv/project'] }, defaultCeiling, 'as-the-call-says', 'folder-outside-limits'],
    [{ writableRoots: [] }, { folders: ['/srv/project'] }, defaultCeiling, 'as-the-call-says', undefined],
    [{ sandbox: 'read-only' }, { folders: ['/srv/project'] }, defaultCeiling, 'as-the-call-says', undefined],
    [
      { sandbox: 'read-only', approvalPolicy: 'never' },
      { approvalPolicy: 'untrusted' },
      defaultCeiling,
      'look-only',
      undefined,
    ],
    [
      { sandbox: 'read-only', approvalPolicy: 'never' },
      { approvalPolicy: 'untrusted' },
      defaultCeiling,
      'as-the-call-says',
      'policy-outside-limits',
    ],
  ])('with %j under %j and %j in the mode %4$s: %5$s', (difference, limits, ceiling, mode, code) => {
    const started = { ...thread, ...difference };
    expect(codeOf(() => requireThread(started, bounds(limits, ceiling), mode))).toBe(code);
  });
});

describe('the Codex tools a client sees', () => {
  const propertyOf = (limits: Limits, ceiling: Ceiling, name: string) =>
    codexToolsWithin({ limits, ceiling }).map(
      (tool) =>
        (tool.inputSchema.properties as Record<string, { enum?: string[]; description?: string }>)[name],
    );

  test('have no more choices than it may make', () => {
    for (const at of [0, 2]) {
      expect(propertyOf({}, defaultCeiling, 'sandbox')[at]?.enum).toEqual(['read-only', 'workspace-write']);
      expect(propertyOf({}, wide, 'sandbox')[at]?.enum).toEqual([...sandboxModes]);
      expect(propertyOf({ models: ['a'] }, wide, 'model')[at]?.enum).toEqual(['a']);
      expect(propertyOf({}, wide, 'model')[at]?.enum).toBeUndefined();
      expect(propertyOf({ folders: ['/a/b'] }, wide, 'cwd')[at]?.description).toContain('/a/b');
      const policies = (approvalPolicy?: Limits['approvalPolicy']) =>
        propertyOf(approvalPolicy ? { approvalPolicy } : {}, wide, 'approval-policy')[at]?.enum;
      expect(policies('untrusted')).toEqual(['untrusted']);
      expect(policies('on-request')).toEqual(['untrusted', 'on-failure', 'on-request']);
      expect(policies()).toContain('never');
    }
  });

  test('are none when they are off', () => {
    expect(codexToolsWithin({ limits: { codexTools: false }, ceiling: wide })).toEqual([]);
  });
});

function remoteConfig(table: object = {}): RemoteConfig {
  const parsed = parseRemote('docs', { command: 'docs', ...table }, {});
  if (parsed.kind !== 'remote') throw new Error(parsed.reason);
  return parsed.config;
}

describe('a server that Codex runs itself', () => {
  const off = { enabled: false };
  test.each<[Limits, object, object | undefined]>([
    [{}, {}, undefined],
    [{ remotes: ['docs'] }, {}, undefined],
    [{ remotes: ['other'] }, {}, off],
    [{ toolTier: 'destructive' }, {}, undefined],
    [{ toolTier: 'write' }, {}, off],
    [{ toolTier: 'read', tools: ['docs/look'] }, {}, { enabled_tools: ['look'] }],
    [{ tools: ['docs/look', 'other/look', 'docsx/look'] }, {}, { enabled_tools: ['look'] }],
    [{ tools: ['docs/look', 'docs/drop'] }, { disabled_tools: ['drop'] }, { enabled_tools: ['look'] }],
    [{ tools: ['docs/drop'] }, { enabled_tools: ['look'] }, off],
  ])('under %j with the table %j has %j left', (limits, table, left) => {
    expect(serverLimit(remoteConfig(table), limits)).toEqual(left);
  });

  test.each<[Limits, string[]]>([
    [{}, []],
    [{ folders: ['/a'], mostTurns: 1, toolTier: 'destructive' }, []],
    [{ models: ['a'] }, ['sub-agents']],
    [{ remotes: ['docs'] }, ['apps and plugins']],
    [{ toolTier: 'read' }, ['apps and plugins']],
    [{ models: ['a'], tools: [] }, ['sub-agents', 'apps and plugins']],
  ])('under %j: %j of Codex are off', (limits, off) => {
    expect([...featuresOff(limits).keys()]).toEqual(off);
  });

  test('is more than it may be when it has a tool that is left out now', () => {
    const some = (...enabled_tools: string[]) => ({ enabled_tools });
    const [none] = [{ enabled: false } as const];
    for (const now of [undefined, none, some('a')]) expect(isWithin(none, now)).toBe(true);
    for (const loaded of [undefined, some('a', 'b')]) expect(isWithin(loaded, undefined)).toBe(true);
    expect(isWithin(some('a'), some('a', 'b'))).toBe(true);
    expect(isWithin(some('a', 'b'), some('a'))).toBe(false);
    expect(isWithin(undefined, some('a'))).toBe(false);
    expect(isWithin(some('a'), none)).toBe(false);
  });
});

describe('--expires', () => {
  const now = new Date(2026, 10, 29, 12);
  test.each([
    ['never', { kind: 'never' }],
    ['90d', { kind: 'unused', days: 90 }],
    ['1d', { kind: 'unused', days: 1 }],
    ['2026-11-29', { kind: 'at', at: new Date(2026, 10, 30).toISOString() }],
    ['2028-02-29', { kind: 'at', at: new Date(2028, 2, 1).toISOString() }],
  ])('%s', (text, expiry) => expect(parseExpiry(text, now)).toEqual(expiry));

  test.each([
    '',
    '0d',
    '-1d',
    '4000d',
    '90',
    '90D',
    '2026-11-28',
    '2027-02-29',
    '2027-13-01',
    '27-01-01',
    'soon',
  ])('refuses %j', (text) => expect(() => parseExpiry(text, now)).toThrow(/\w/));
});

const FUZZ_CALLS = 20_000;

test(`of ${FUZZ_CALLS} calls with any arguments none gets anything above a limit to the engine`, () => {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-limits-')));
  try {
    const folders = placesIn(root);
    let passed = 0;
    for (let at = 0; at < FUZZ_CALLS; at += 1) passed += tryCall(randomFor(2026, at), root, folders) ? 1 : 0;
    // Enough of both, or this shows nothing.
    expect(passed).toBeGreaterThan(FUZZ_CALLS / 20);
    expect(passed).toBeLessThan(FUZZ_CALLS / 2);
  } finally {
    fs.rmSync(root, { recursive: true });
  }
});

function placesIn(root: string): string[] {
  for (const folder of ['in/deep', 'inside', 'out'])
    fs.mkdirSync(path.join(root, folder), { recursive: true });
  fs.symlinkSync('../out', path.join(root, 'in/link'));
  fs.symlinkSync('in', path.join(root, 'back'));
  return ['in', 'in/deep', 'in/link', 'in/..', 'back', 'back/deep', 'inside', 'out', '.'].map(
    (name) => `${root}/${name}`,
  );
}

/** @returns whether it passed */
function tryCall(random: Random, root: string, folders: readonly string[]): boolean {
  const { limits, ceiling, mode } = randomPolicy(random, root);
  const cwd = random.pick(folders);
  const model = () => random.pick(['gpt-a', 'gpt-b', 'gpt-x', '', null, 5, ['gpt-x'], { name: 'gpt-x' }]);
  const policy = () => random.pick(['untrusted', 'on-request', 'on-failure', 'never', 'Never', null, true]);
  const sandbox = () => random.pick([...sandboxModes, 'DANGER-FULL-ACCESS', null, 1]);
  const args: Record<string, unknown> = { prompt: 'x' };
  const maybe = (name: string, value: () => unknown) => {
    if (random.chance(0.4)) args[name] = value();
  };
  maybe('sandbox', sandbox);
  maybe(random.pick(['approval-policy', 'approvalPolicy']), policy);
  maybe('model', model);
  maybe('profile', () => 'work');
  maybe('config', () => {
    const config: Record<string, unknown> = {};
    if (random.chance(0.4)) config['model'] = model();
    if (random.chance(0.3)) config[random.pick(['sandbox_mode', 'sandboxMode'])] = sandbox();
    if (random.chance(0.3)) config['approval_policy'] = policy();
    const network = random.pick([true, false, 'true']);
    if (random.chance(0.2)) config['sandbox_workspace_write.network_access'] = network;
    if (random.chance(0.2)) config['sandbox_workspace_write'] = { network_access: network };
    if (random.chance(0.05)) config['mcp_servers'] = { docs: { enabled: true } };
    return config;
  });
  const ownerConfig = {
    model: random.pick([undefined, 'gpt-a', 'gpt-x']),
    sandbox_mode: random.pick([undefined, ...sandboxModes]),
    approval_policy: random.pick([undefined, 'never', 'untrusted']),
    sandbox_workspace_write: {
      network_access: random.chance(0.5),
      writable_roots: random.chance(0.5) ? [random.pick(folders), random.pick(folders)] : undefined,
    },
  };
  try {
    const parsed = parseCodexArguments(args);
    const client = 'cursor';
    const options = threadOptionsWithin({
      parsed,
      ownerConfig,
      policy: { limits, ceiling, mode },
      cwd,
      client,
    });
    const what = JSON.stringify({ args, cwd, limits, ceiling, mode, options });
    const { folders: allowed, models, approvalPolicy: least } = limits;
    expect(sandboxModes.indexOf(options.sandbox), what).toBeLessThanOrEqual(
      sandboxModes.indexOf(ceiling.sandbox),
    );
    if (!ceiling.allowNetwork) expect(options.networkAccess, what).toBe(false);
    const asksNothing = options.approvalPolicy === 'never';
    if (asksNothing && !ceiling.allowNever) expect(options.sandbox, what).toBe('read-only');
    if (least && mode !== 'look-only') {
      const strictest = least === 'untrusted' ? ['untrusted'] : ['untrusted', 'on-request'];
      expect(strictest, what).toContain(options.approvalPolicy);
    }
    if (models) {
      expect(models, what).toContain(options.model);
      const other = options.config['model'];
      if (other !== undefined && other !== null) expect(models, what).toContain(String(other));
    }
    if (allowed) {
      for (const folder of [options.cwd, ...options.writableRoots]) {
        const real = fs.realpathSync(folder);
        expect(
          allowed.some((one) => real === one || real.startsWith(`${one}/`)),
          what,
        ).toBe(true);
      }
    }
    expect(Object.keys(options.config).join(), what).not.toMatch(/sandbox|approval|mcp/);
    return true;
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    return false;
  }
}

function randomPolicy(random: Random, root: string): { limits: Limits; ceiling: Ceiling; mode: Mode } {
  const inside = [[`${root}/in`], [`${root}/in/deep`, `${root}/inside`]];
  const limits: Limits = {
    ...(random.chance(0.5) && { folders: random.pick(inside) }),
    ...(random.chance(0.5) && { approvalPolicy: random.pick(limitPolicies) }),
    ...(random.chance(0.5) && { models: random.pick([['gpt-a'], ['gpt-b', 'gpt-a']]) }),
    ...(random.chance(0.3) && { toolTier: random.pick(toolTiers) }),
  };
  return {
    limits,
    ceiling: {
      sandbox: random.pick(sandboxModes),
      allowNever: random.chance(0.5),
      allowNetwork: random.chance(0.5),
    },
    mode: random.pick(['as-the-call-says', 'ask-first', 'ask-at-the-edge', 'look-only']),
  };
}
