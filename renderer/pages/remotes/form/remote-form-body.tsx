import {
  Alert,
  Button,
  Collapse,
  Divider,
  Group,
  Input,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { type RemoteDraft, whereOf } from '../../../../server/contract/remote-draft.ts';
import { CodeText } from '../../../components/code-text.tsx';
import { useReadyState } from '../../../host/host-context.tsx';
import { words } from '../../../words.ts';
import { StartDialog } from '../start-dialog.tsx';
import { draftIn, emptyForm, formOf, problemsIn, startsSomething } from './form-model.ts';
import { HttpFields } from './http-fields.tsx';
import { MoreFields } from './more-fields.tsx';
import { PasteField } from './paste-field.tsx';
import { StdioFields } from './stdio-fields.tsx';
import { useSubmit } from './use-submit.ts';

const text = words.remotes.form;
const moreFields = ['startupTimeoutSec', 'toolTimeoutSec'];

interface Props {
  /** Absent for a new remote. */
  readonly name: string | undefined;
  /** What the person has pasted already; '' for nothing. */
  readonly pasted: string;
  readonly before: RemoteDraft | undefined;
  /** The version of the file that `before` was read from. */
  readonly version: string | undefined;
  /** Called when a question opens above the form, or closes. */
  onAsking(isAsking: boolean): void;
  onClose(): void;
  onSaved(name: string): void;
}

export function RemoteFormBody({ name, pasted, before, version, onAsking, onClose, onSaved }: Props) {
  const { remotes } = useReadyState();
  const isNew = name === undefined;
  const [form, setForm] = useState(() => (before ? formOf(name ?? '', before) : emptyForm));
  const [isChecked, setChecked] = useState(false);
  const [isMoreOpen, setMoreOpen] = useState(false);
  const element = useRef<HTMLFormElement>(null);
  const [asksFor, setAsksFor] = useState<'save' | 'test'>();
  useEffect(() => onAsking(asksFor !== undefined), [asksFor, onAsking]);
  const [isPasted, setPasted] = useState(false);
  const draft = draftIn(form);
  const taken = remotes.map((remote) => remote.name);
  const found = problemsIn(form, taken, isNew);
  const problems = isChecked ? found : {};
  const submit = useSubmit({ name: form.name.trim(), draft, isNew, version, onSaved });

  function begin(what: 'save' | 'test') {
    setChecked(true);
    if (Object.keys(found).length > 0) return showFirstProblem();
    // A test always starts it; after saving, the next client starts it.
    const asks = startsSomething(draft, what === 'save' ? before : undefined);
    if (asks) setAsksFor(what);
    else void submit[what]();
  }

  /** Set once the problems are shown. */
  function showFirstProblem() {
    if (moreFields.some((field) => field in found)) setMoreOpen(true);
    const first = () => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    setTimeout(() => first()?.focus());
  }

  const Chevron = isMoreOpen ? IconChevronDown : IconChevronRight;
  return (
    <Stack gap="sm">
      {isNew && (
        <PasteField
          pasted={pasted}
          onFillIn={(itsName, chosen) => {
            setChecked(false);
            setForm({ ...formOf(itsName, chosen) });
          }}
          onShown={setPasted}
          onAdded={([first]) => (first === undefined ? onClose() : onSaved(first))}
        />
      )}
      {isNew && !isPasted && <Divider label={words.remotes.paste.orFillIn} labelPosition="left" />}
      {!isPasted && (
        <form
          ref={element}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            begin('save');
          }}
        >
          <Stack gap="sm">
            {isNew && (
              <TextInput
                label={text.name}
                description={text.nameHint}
                withAsterisk
                value={form.name}
                error={problems['name']}
                onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
              />
            )}
            {isNew && (
              <Input.Wrapper label={text.kind} labelElement="div">
                <SegmentedControl
                  fullWidth
                  aria-label={text.kind}
                  data={(['stdio', 'http'] as const).map((value) => ({ value, label: text.kinds[value] }))}
                  value={form.kind}
                  onChange={(kind) => setForm({ ...form, kind: kind === 'http' ? 'http' : 'stdio' })}
                />
              </Input.Wrapper>
            )}
            {form.kind === 'stdio' ? (
              <StdioFields
                draft={form.stdio}
                problems={problems}
                onChange={(stdio) => setForm({ ...form, stdio })}
              />
            ) : (
              <HttpFields
                draft={form.http}
                problems={problems}
                onChange={(http) => setForm({ ...form, http })}
              />
            )}
            {draft.kind === 'stdio' && draft.command !== '' && (
              <div>
                <Text size="xs" c="dimmed" mb={4}>
                  {text.runs}
                </Text>
                <CodeText text={whereOf(draft)} language="bash" label={text.runs} />
              </div>
            )}
            <Group>
              <Button
                variant="subtle"
                color="gray"
                size="compact-xs"
                leftSection={<Chevron size={14} />}
                aria-expanded={isMoreOpen}
                onClick={() => setMoreOpen(!isMoreOpen)}
              >
                {text.advanced}
              </Button>
            </Group>
            <Collapse expanded={isMoreOpen}>
              <Stack gap="sm">
                <MoreFields
                  draft={draft}
                  problems={problems}
                  onChange={(changed) => setForm({ ...form, [changed.kind]: changed })}
                />
              </Stack>
            </Collapse>
            {submit.outcome && (
              <Alert
                color={submit.outcome.isGood ? 'green' : 'red'}
                role={submit.outcome.isGood ? 'status' : 'alert'}
                style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
              >
                {submit.outcome.text}
              </Alert>
            )}
            <Group justify="flex-end">
              <Button
                variant="default"
                mr="auto"
                loading={submit.busy === 'test'}
                disabled={submit.busy === 'save'}
                onClick={() => begin('test')}
              >
                {text.test}
              </Button>
              <Button variant="default" onClick={onClose}>
                {words.cancel}
              </Button>
              <Button type="submit" loading={submit.busy === 'save'} disabled={submit.busy === 'test'}>
                {isNew ? text.saveAdd : text.save}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
      {asksFor && (
        <StartDialog
          name={form.name.trim()}
          kind={draft.kind}
          where={whereOf(draft)}
          {...(draft.kind === 'http' && { helper: draft.headersHelper })}
          {...(draft.kind === 'stdio' && {
            folder: draft.cwd,
            variables: [...draft.env.map((pair) => pair.name), ...draft.envVars],
          })}
          action={asksFor === 'test' ? words.remotes.start.test : words.remotes.start.save}
          onClose={() => setAsksFor(undefined)}
          onConfirm={() => {
            setAsksFor(undefined);
            void submit[asksFor]();
          }}
        />
      )}
    </Stack>
  );
}
