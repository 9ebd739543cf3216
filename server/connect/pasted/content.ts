// A pasted text as the settings file it was copied from: JSON with comments, also without the braces around it, TOML or YAML.
import { parse as parseYaml } from 'yaml';
import { jsonSettings } from '../json-settings.ts';
import { isObject, SettingsProblem } from '../settings-format.ts';
import { tomlSettings } from '../toml-settings.ts';

type Content = Readonly<Record<string, unknown>>;

const JSON_OBJECT = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*\{/;
const JSON_MEMBERS = /^"(?:[^"\\\n]|\\.)*"\s*:/;
const TOML_LINE =
  /^[ \t]*(?:\[{1,2}[\w."' -]+\]{1,2}[ \t]*(?:#.*)?$|[\w.-]+[ \t]*=[ \t]*["'[{\d]|[\w.-]+ = )/;
/** A key with a block below it, or a list of mappings. */
const YAML_LINE = /^[\w-]+:[ \t]*(?:#.*)?$/;

/**
 * @returns undefined if it is not of that kind
 * @throws SettingsProblem if it is, and has a mistake in it
 */
export function readContent(text: string): Content | undefined {
  if (JSON_OBJECT.test(text)) return jsonSettings.parse(text);
  if (JSON_MEMBERS.test(text)) return jsonSettings.parse(`{${text}}`);
  const first = firstLineOf(text);
  if (TOML_LINE.test(first)) return tomlContent(text, first);
  return YAML_LINE.test(first) && text.includes('\n') ? yamlContent(text) : undefined;
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
  try {
    const content: unknown = parseYaml(text, { maxAliasCount: 0 });
    if (isObject(content)) return content;
  } catch {
    throw new SettingsProblem('it is not YAML');
  }
  throw new SettingsProblem('it holds no object');
}
