// One way to use a published server, with what a person gave: an entry as a client would have it, and what is still to be
// filled in. A secret never stands in it: it is named as a variable, or kept if it belongs to a header.
import { isSecretName } from '../../logging/redact.ts';
import type { Entry } from '../settings-format.ts';
import { type Field, type FieldValues, fieldsIn, fill, type Template } from './templates.ts';
import type { AddressWay, NamedTemplate, ProgramWay, UsableWay } from './ways.ts';

export interface FilledWay {
  /** `command`, `args` and `env`, or `url` and `headers`. */
  readonly entry: Entry;
  /** What has a placeholder. */
  readonly missing: readonly Field[];
}

/** How a field is used, which decides whether its value can be given. */
export interface AskedField extends Field {
  /** Part of an argument or an address: it stands in config.toml. */
  readonly isInClear: boolean;
  /** A secret that is passed as a variable, so that its value is not needed here. */
  readonly isVariable: boolean;
}

/** All fields of a way, each name once. */
export function fieldsOf(way: UsableWay): AskedField[] {
  const asked =
    way.kind === 'program'
      ? [
          ...way.args.flatMap((one) => asFields(one, { isInClear: true })),
          ...way.env.flatMap((one) =>
            asFields(one, { isVariable: isSecretValue(one), isSecret: isSecretValue(one) }),
          ),
        ]
      : [
          ...asFields({ value: way.url, isRequired: true }, { isInClear: true }),
          ...way.headers.flatMap((one) => asFields(one, { isSecret: isSecretValue(one) })),
        ];
  return [...new Map(asked.reverse().map((field) => [field.name, field])).values()].reverse();
}

export function filledWay(way: UsableWay, values: FieldValues): FilledWay {
  return way.kind === 'program' ? filledProgram(way, values) : filledAddress(way, values);
}

function filledProgram({ command, args, env }: ProgramWay, values: FieldValues): FilledWay {
  const missing: Field[] = [];
  const words = args.flatMap(({ name, value, isRequired }) => {
    const filled = fill(value, values, isRequired);
    missing.push(...filled.missing);
    if (filled.text === undefined) return [];
    return name === undefined ? [filled.text] : [name, filled.text];
  });
  const variables = env.flatMap((variable) => {
    const { name, value, isRequired } = variable;
    // Whoever starts it passes it on.
    if (isSecretValue(variable)) return [[name, `\${${name}}`] as const];
    const filled = fill(value, values, isRequired);
    missing.push(...filled.missing);
    return filled.text === undefined ? [] : [[name, filled.text] as const];
  });
  return { entry: { command, args: words, env: Object.fromEntries(variables) }, missing };
}

function filledAddress({ url, headers }: AddressWay, values: FieldValues): FilledWay {
  const address = fill(url, values, true);
  const missing: Field[] = [...address.missing];
  const filledHeaders = headers.flatMap((header) => {
    const { name, value, isRequired } = header;
    const filled = fill(value, values, isRequired);
    if (filled.text === undefined) return [];
    if (filled.missing.length > 0 && isSecretValue(header)) {
      const isBearer = typeof value[0] === 'string' && /^Bearer $/i.test(value[0]) && value.length === 2;
      return [[name, `${isBearer ? 'Bearer ' : ''}\${input:${name}}`] as const];
    }
    missing.push(...filled.missing);
    return [[name, filled.text] as const];
  });
  return { entry: { url: address.text ?? '', headers: Object.fromEntries(filledHeaders) }, missing };
}

/** Publishers forget to say so, and a name tells it. A value that everybody can read in the server.json is none. */
function isSecretValue({ name, value }: NamedTemplate): boolean {
  return fieldsIn(value).some(
    ({ isSecret, usual, choices }) =>
      isSecret || (isSecretName(name) && usual === undefined && choices.length === 0),
  );
}

function asFields(
  { value, isRequired }: { value: Template; isRequired: boolean },
  use: Partial<Pick<AskedField, 'isInClear' | 'isVariable' | 'isSecret'>>,
): AskedField[] {
  return fieldsIn(value).map((field) => ({
    ...field,
    isRequired: field.isRequired || (isRequired && field.usual === undefined),
    isInClear: use.isInClear ?? false,
    isVariable: use.isVariable ?? false,
    isSecret: field.isSecret || (use.isSecret ?? false),
  }));
}
