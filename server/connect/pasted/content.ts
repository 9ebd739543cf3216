// A pasted text as the settings file it was copied from: JSON with comments, also without the braces around it, TOML or YAML.
import { createScanner } from 'jsonc-parser';
import { parse as parseYaml } from 'yaml';
import { jsonSettings } from '../json-settings.ts';
import { isObject, SettingsProblem } from '../settings-format.ts';
import { tomlSettings } from '../toml-settings.ts';

type Content = Readonly<Record<string, unknown>>;

/** jsonc-parser's `SyntaxKind.OpenBraceToken`: an ambient const enum has no values where files are compiled alone. */
const OPEN_BRACE = 1;
const JSON_MEMBERS = /^"(?:[^"\\\n]|\\.)*"\s*:/;
const TOML_LINE =
  /^[ \t]*(?:\[{1,2}[\w."' -]+\]{1,2}[ \t]*(?:#.*)?$|[\w.-]+[ \t]*=[ \t]*["'[{\d]|[\w.-]+ = )/;
/** A key with a block below it, or a list of mappings. */
const YAML_LINE = /^[\w-]+:[ \t]*(?:#.*)?$/;

/** In characters. Its parser's time grows with the square of the length. */
const LONGEST_YAML = 20_000;

/**
 * @returns undefined if it is not of that kind
 * @throws SettingsProblem if it is, and has a mistake in it
 */
export function readContent(text: string): Content | undefined {
  if (isJsonObject(text)) return jsonSettings.parse(text);
  if (JSON_MEMBERS.test(text)) return jsonSettings.parse(`{${text}}`);
  const first = firstLineOf(text);
  if (TOML_LINE.test(first)) return tomlContent(text, first);
  return YAML_LINE.test(first) && text.includes('\n') ? yamlContent(text) : undefined;
}

/** Also behind comments. */
function isJsonObject(text: string): boolean {
  const first: number = createScanner(text, true).scan();
  return first === OPEN_BRACE;
}

function firstLineOf(text: string): string {
  return text.split(/\r?\n/).find((line) => !/^\s*(#.*)?$/.test(line)) ?? '';
}

/** `TOKEN="abc" npx thing` begins like TOML. */
function tomlContent(text: string, first: string): Content | undefined {
  try {
    return tomlSettings.parse(text);
  } catch (error) {
    if (/^[A-Za-z_]\w*=\S/.test(first)) return undefined;
    throw error;
  }
}

function yamlContent(text: string): Content {
  if (text.length > LONGEST_YAML)
    throw new SettingsProblem('it is too long for YAML: paste its servers alone');
  try {
    const content: unknown = parseYaml(text, { maxAliasCount: 0, prettyErrors: false });
    if (isObject(content)) return content;
  } catch {
    throw new SettingsProblem('it is not YAML');
  }
  throw new SettingsProblem('it holds no object');
}
