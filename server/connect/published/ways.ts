// The ways in which a published server can be used: each package and each address of its server.json, as a program to start
// or an address to connect to. What its publisher names becomes words of a command, so packages must be plain names of
// exact versions: npx, uvx and docker would take other things for options, addresses or folders.
import type { ArgumentJson, PackageJson, RemoteJson, ServerJson, TemplateJson } from './server-json.ts';
import { type Template, templateIn, templateOf } from './templates.ts';

export type PublishedWay = UsableWay | UnusableWay;

export interface UnusableWay {
  readonly kind: 'unusable';
  readonly label: string;
  /** A clause: `it is a bundle …`. */
  readonly reason: string;
}

export type UsableWay = ProgramWay | AddressWay;

export interface ProgramWay {
  readonly kind: 'program';
  /** `npm package NAME@VERSION`. */
  readonly label: string;
  readonly command: string;
  readonly args: readonly WayArgument[];
  readonly env: readonly NamedTemplate[];
}

export interface AddressWay {
  readonly kind: 'address';
  readonly label: string;
  readonly url: Template;
  readonly headers: readonly NamedTemplate[];
}

/** An argument of a command; with a name, that comes before it as a word of its own. */
export interface WayArgument {
  readonly name: string | undefined;
  readonly value: Template;
  readonly isRequired: boolean;
}

export interface NamedTemplate {
  readonly name: string;
  readonly value: Template;
  readonly isRequired: boolean;
}

interface Runner {
  /** As `runtimeHint` has it. */
  readonly command: string;
  /** Words before the publisher's own. */
  readonly first: readonly string[];
  /** Words of publishers that say the same once more. */
  readonly same: readonly string[];
  readonly identifier: RegExp;
  /** Whose packages it runs, unless somebody has set it up otherwise. */
  readonly host: RegExp;
  packageWord(identifier: string, version: string): string;
}

const runners: Readonly<Record<string, Runner>> = {
  npm: {
    command: 'npx',
    first: ['-y'],
    same: ['-y', '--yes'],
    identifier: /^(@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*$/i,
    host: /(^|\.)npmjs\.(org|com)$/,
    packageWord: (identifier, version) => `${identifier}@${version}`,
  },
  pypi: {
    command: 'uvx',
    first: [],
    same: [],
    identifier: /^[a-z0-9]([\w.-]*[a-z0-9])?$/i,
    host: /(^|\.)pypi\.org$/,
    packageWord: (identifier, version) => `${identifier}@${version}`,
  },
  oci: {
    command: 'docker',
    first: ['run', '-i', '--rm'],
    same: ['run', '-i', '--interactive', '--rm'],
    identifier: /^[a-z0-9][\w./:@-]*$/i,
    host: /./,
    packageWord: (identifier, version) =>
      version === '' || /(@|:[^/]*$)/.test(identifier) ? identifier : `${identifier}:${version}`,
  },
};

const EXACT_VERSION = /^v?\d[\w.+!-]*$/i;
const VARIABLE_NAME = /^[A-Za-z_]\w*$/;
/** RFC 9110 §5.1. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export function waysOf({ packages = [], remotes = [] }: ServerJson): PublishedWay[] {
  return [...packages.map(packageWay), ...remotes.map(remoteWay)];
}

function packageWay(json: PackageJson): PublishedWay {
  const { registryType, identifier, version = '' } = json;
  const label = `${registryType} package ${identifier}${version === '' ? '' : `@${version}`}`;
  const runner = Object.hasOwn(runners, registryType) ? runners[registryType] : undefined;
  const reason = runner ? whyNot(json, runner) : unknownKind(registryType);
  if (!runner || reason !== undefined) return { kind: 'unusable', label, reason: reason ?? '' };
  const { runtimeArguments = [], packageArguments = [], environmentVariables = [] } = json;
  const env = environmentVariables.map((variable) => ({
    name: variable.name,
    value: templateOf(variable, variable.name),
    isRequired: isNeeded(variable),
  }));
  const before = runtimeArguments.map(argumentOf).filter(({ name, value: [first, ...more] }) => {
    const isSame = typeof first === 'string' && more.length === 0 && runner.same.includes(first);
    return name !== undefined || !isSame;
  });
  // A container gets no variable that is not passed on.
  const passed = registryType === 'oci' ? env.map(({ name }) => word('-e', name)) : [];
  return {
    kind: 'program',
    label,
    command: runner.command,
    args: [
      ...runner.first.map((one) => word(one)),
      ...before,
      ...passed,
      word(runner.packageWord(identifier, version)),
      ...packageArguments.map(argumentOf),
    ],
    env,
  };
}

/** @returns a clause */
function whyNot(json: PackageJson, runner: Runner): string | undefined {
  const { registryType, registryBaseUrl, identifier, version, runtimeHint, transport } = json;
  if (transport.type !== 'stdio') {
    return 'it has to be started by itself and be connected to afterwards; add its address when it runs';
  }
  if (runtimeHint !== undefined && runtimeHint !== runner.command && json.runtimeArguments?.length) {
    return `it wants to be started with ${runtimeHint}, which Patchbay does not know; add it by hand`;
  }
  const base = registryBaseUrl ?? '';
  const isElsewhere = base !== '' && !(URL.canParse(base) && runner.host.test(new URL(base).hostname));
  if (isElsewhere) return `it comes from another place than usual (${base}); add it by hand`;
  if (!runner.identifier.test(identifier)) return 'what it names is not a package';
  const isExact = EXACT_VERSION.test(version ?? '') || (registryType === 'oci' && version === undefined);
  if (!isExact) return 'it names no exact version';
  const bad = json.environmentVariables?.find(({ name }) => !VARIABLE_NAME.test(name));
  return bad && `${JSON.stringify(bad.name)} cannot be the name of a variable`;
}

/** @returns a clause */
function unknownKind(registryType: string): string {
  if (registryType === 'mcpb')
    return 'it is a bundle that a client downloads and unpacks, which Patchbay does not';
  if (registryType === 'nuget')
    return 'Patchbay does not start NuGet packages; add it by hand, with the command dnx';
  return `Patchbay does not know packages of the kind ${registryType}`;
}

function remoteWay({ type, url, headers = [], variables = {} }: RemoteJson): PublishedWay {
  const label = `address ${url}`;
  const unusable = (reason: string): UnusableWay => ({ kind: 'unusable', label, reason });
  if (type !== 'streamable-http' && type !== 'sse')
    return unusable(`Patchbay does not know the transport ${type}`);
  const template = templateIn(url, variables);
  const [first] = template;
  if (typeof first === 'string' && !/^https?:\/\//i.test(first)) {
    return unusable('its address is neither http nor https');
  }
  const bad = headers.find(({ name }) => !HEADER_NAME.test(name));
  if (bad) return unusable(`${JSON.stringify(bad.name)} cannot be the name of a header`);
  return {
    kind: 'address',
    label,
    url: template,
    headers: headers.map((header) => ({
      name: header.name,
      value: templateOf(header, header.name),
      isRequired: isNeeded(header),
    })),
  };
}

/** What has a value of the publisher's own is there, unless they say that it can be left out. */
function isNeeded({ isRequired, value }: TemplateJson): boolean {
  return isRequired ?? value !== undefined;
}

function word(name: string, value?: string): WayArgument {
  return value === undefined
    ? { name: undefined, value: [name], isRequired: true }
    : { name, value: [value], isRequired: true };
}

function argumentOf(json: ArgumentJson, index: number): WayArgument {
  const isRequired = isNeeded(json);
  if (json.type === 'positional') {
    return {
      name: undefined,
      value: templateOf(json, json.valueHint ?? `argument-${index + 1}`),
      isRequired,
    };
  }
  const takesValue =
    json.value !== undefined ||
    json.default !== undefined ||
    json.placeholder !== undefined ||
    json.choices !== undefined ||
    json.isSecret === true ||
    (json.format !== undefined && json.format !== 'boolean');
  if (!takesValue) return { name: undefined, value: [json.name], isRequired: true };
  return { name: json.name, value: templateOf(json, json.name.replace(/^-+/, '')), isRequired };
}
