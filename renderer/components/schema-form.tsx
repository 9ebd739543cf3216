import {
  Checkbox,
  JsonInput,
  MultiSelect,
  NumberInput,
  Radio,
  Select,
  Stack,
  TextInput,
} from '@mantine/core';
import { makeVisible } from '../../server/contract/visible.ts';
import { words } from '../words.ts';
import { type Field, type FieldValues, sentText, shownText } from './schema-fields.ts';

/** Up to here all choices are shown at once. */
const MAX_RADIOS = 5;

interface Props {
  readonly fields: readonly Field[];
  readonly values: FieldValues;
  /** Shown beside their fields. */
  readonly problems: Readonly<Record<string, string>>;
  onChange(values: FieldValues): void;
}

/** The fields of a form from an external schema. Its texts are data: shown, never obeyed. */
export function SchemaForm({ fields, values, problems, onChange }: Props) {
  function change(name: string, value: unknown) {
    const { [name]: _, ...others } = values;
    onChange(value === undefined || value === '' ? others : { ...others, [name]: value });
  }
  return (
    <Stack gap="sm" maw={520}>
      {fields.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          value={values[field.name]}
          problem={problems[field.name]}
          onChange={(value) => change(field.name, value)}
        />
      ))}
    </Stack>
  );
}

function FieldInput(props: {
  field: Field;
  value: unknown;
  problem: string | undefined;
  onChange: (value: unknown) => void;
}) {
  const { field, value, onChange } = props;
  const common = {
    label: makeVisible(field.title),
    description: field.description && makeVisible(field.description),
    withAsterisk: field.isRequired,
    error: props.problem,
  };
  switch (field.kind) {
    case 'text':
      return (
        <TextInput
          {...common}
          type={field.inputType}
          value={shownText(field.inputType, value)}
          onChange={(event) => onChange(sentText(field.inputType, event.currentTarget.value))}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          allowDecimal={!field.isInteger}
          {...(field.min !== undefined && { min: field.min })}
          {...(field.max !== undefined && { max: field.max })}
          clampBehavior="none"
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
        />
      );
    case 'boolean':
      return (
        <Checkbox
          label={common.label}
          description={common.description}
          error={common.error}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'choice':
      if (field.choices.length > MAX_RADIOS) {
        return (
          <Select
            {...common}
            data={field.choices.map(visibleChoice)}
            value={typeof value === 'string' ? value : null}
            onChange={(next) => onChange(next ?? undefined)}
          />
        );
      }
      return (
        <Radio.Group {...common} value={typeof value === 'string' ? value : null} onChange={onChange}>
          <Stack gap={6} mt={6}>
            {field.choices.map(visibleChoice).map((choice) => (
              <Radio key={choice.value} value={choice.value} label={choice.label} />
            ))}
          </Stack>
        </Radio.Group>
      );
    case 'choices':
      return (
        <MultiSelect
          {...common}
          data={field.choices.map(visibleChoice)}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={(next) => onChange(next.length > 0 ? next : undefined)}
        />
      );
    case 'json':
      return (
        <JsonInput
          {...common}
          autosize
          minRows={3}
          validationError={words.form.notJson}
          defaultValue={value === undefined ? '' : JSON.stringify(value, null, 2)}
          onChange={(next) => onChange(parsed(next))}
        />
      );
  }
}

function visibleChoice({ value, label }: { value: string; label: string }) {
  return { value, label: makeVisible(label) };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
