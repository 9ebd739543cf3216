import {
  Autocomplete,
  Button,
  Checkbox,
  Group,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import type { RuleEdit, RuleRow } from '../../../server/contract/rules.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Prose } from '../../components/prose.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { ruleSentence } from '../../rule-words.ts';
import { words } from '../../words.ts';
import { knownFolders } from './known-folders.ts';
import { aboutOf, emptyForm, type FormValues, valuesOf } from './rule-form-values.ts';

const EVERYBODY = 'everybody';
const text = words.rules.form;

/**
 * A new rule in the person's own words, or changes of one.
 * @param props.edited the rule to change
 */
export function RuleForm(props: { edited?: RuleRow; onClose: () => void }) {
  const { edited, onClose } = props;
  const state = useReadyState();
  const { ask } = useHost();
  // Everywhere is a choice to be made, not one to be overlooked.
  const [before] = useState(() => (edited ? valuesOf(edited) : emptyForm(knownFolders(state)[0])));
  const [values, setValues] = useState<FormValues>(before);
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const set = (changes: Partial<FormValues>) => {
    setValues({ ...values, ...changes });
    setProblem(undefined);
  };

  async function save() {
    setBusy(true);
    const outcome = edited
      ? await ask('edit-rule', { id: edited.id, changes: changesOf(values, before) })
      : await ask('add-rule', newRuleOf(values));
    setBusy(false);
    if (outcome.ok) onClose();
    else setProblem([outcome.error.summary, outcome.error.fix].filter(Boolean).join(' '));
  }

  const canNameSubject = !edited || values.kind === 'command' || values.kind === 'patch';
  return (
    <Dialog onClose={onClose} title={edited ? text.editTitle : text.addTitle} size="lg">
      <Stack gap="sm">
        {edited && <Text c="dimmed">{ruleSentence(edited, state.threads)}</Text>}
        {!edited && (
          <>
            <Select
              label={text.decision}
              allowDeselect={false}
              data={entries(text.decisions)}
              value={values.decision}
              onChange={(decision) => decision && set({ decision: decision as FormValues['decision'] })}
            />
            <Select
              label={text.kind}
              allowDeselect={false}
              data={entries(text.kinds)}
              value={values.kind}
              onChange={(kind) => kind && set({ kind: kind as FormValues['kind'], subject: '' })}
            />
          </>
        )}
        {canNameSubject && <SubjectField values={values} onChange={set} />}
        <Autocomplete
          label={text.folder}
          description={text.folderHint}
          data={knownFolders(state)}
          value={values.folder}
          onChange={(folder) => set({ folder })}
        />
        <Group grow align="flex-end">
          <Select
            label={text.client}
            allowDeselect={false}
            data={[
              { value: EVERYBODY, label: text.everyClient },
              ...state.principals.map(({ name }) => ({
                value: name,
                label: words.clients.builtIn[name]?.title ?? name,
              })),
            ]}
            value={values.client || EVERYBODY}
            onChange={(client) => set({ client: client === EVERYBODY ? '' : (client ?? '') })}
          />
          <Select
            label={text.until}
            allowDeselect={false}
            data={entries(text.untils).filter(({ value }) => value !== 'keep' || before.until === 'keep')}
            value={values.until}
            onChange={(until) => until && set({ until: until as FormValues['until'] })}
          />
        </Group>
        {problem && (
          <Text c="var(--pb-danger)" role="alert">
            <Prose>{problem}</Prose>
          </Text>
        )}
      </Stack>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button loading={isBusy} disabled={canNameSubject && !values.subject.trim()} onClick={save}>
          {edited ? words.save : text.add}
        </Button>
      </Group>
    </Dialog>
  );
}

function SubjectField(props: { values: FormValues; onChange: (changes: Partial<FormValues>) => void }) {
  const { values, onChange } = props;
  const [label, description] = {
    command: [text.command, text.commandHint],
    patch: [text.globs, text.globsHint],
    tool: [text.tool, text.toolHint],
    host: [text.host, text.hostHint],
  }[values.kind];
  const field = {
    label,
    description,
    spellCheck: false,
    'data-autofocus': true,
    value: values.subject,
    styles: { input: { fontFamily: 'var(--mantine-font-family-monospace)' } },
  };
  if (values.kind === 'patch')
    return (
      <Textarea
        {...field}
        autosize
        minRows={2}
        maxRows={8}
        onChange={(event) => onChange({ subject: event.currentTarget.value })}
      />
    );
  return (
    <>
      <TextInput {...field} onChange={(event) => onChange({ subject: event.currentTarget.value })} />
      {values.kind === 'command' && (
        <Checkbox
          size="xs"
          label={text.isExact}
          checked={values.isExact}
          onChange={(event) => onChange({ isExact: event.currentTarget.checked })}
        />
      )}
    </>
  );
}

function newRuleOf(values: FormValues) {
  const { decision, folder, client, until } = values;
  return {
    decision,
    about: aboutOf(values),
    ...(folder.trim() && { folder: folder.trim() }),
    ...(client && { client }),
    ...(until === 'day' && { for: 'day' as const }),
  };
}

/** What is as it was is not sent, so that it stays exactly as it was. */
function changesOf(values: FormValues, before: FormValues): RuleEdit {
  const { folder, client, until } = values;
  const about = aboutOf(values);
  const isSameSubject = values.subject === before.subject && values.isExact === before.isExact;
  return {
    ...(!isSameSubject && (about.kind === 'command' || about.kind === 'patch') && { about }),
    ...(folder.trim() !== before.folder && { folder: folder.trim() || null }),
    ...(client !== before.client && { client: client || null }),
    ...(until !== 'keep' && until !== before.until && { until }),
  };
}

function entries<Value extends string>(labels: Readonly<Record<Value, string>>) {
  return (Object.keys(labels) as Value[]).map((value) => ({ value, label: labels[value] }));
}
