import {
  Button,
  Divider,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  Switch,
  TagsInput,
} from '@mantine/core';
import { useState } from 'react';
import type { CommandArguments } from '../../../server/contract/commands.ts';
import type { PrincipalRow } from '../../../server/contract/state.ts';
import { readToolName, toolKey } from '../../../server/contract/tool-name.ts';
import { Prose } from '../../components/prose.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';

type Changes = CommandArguments<'change-limits'>['changes'];
type Change = (changes: Changes) => Promise<unknown>;
type Limits = PrincipalRow['limits'];

interface Props {
  readonly limits: Limits;
  readonly change: Change;
}

/** Where a client may work and with what; what is empty limits nothing. */
export function ClientLimits({ principal: { id, limits, mode } }: { principal: PrincipalRow }) {
  const { run } = useHost();
  const change: Change = (changes) => run('change-limits', { id, changes });
  const { asksChoices } = words.limits;
  return (
    <Stack gap="sm" mt="sm" maw={560}>
      <Folders id={id} folders={limits.folders ?? []} />
      <Switch
        label={words.limits.codexTools}
        checked={limits.codexTools !== false}
        onChange={(event) => change({ codexTools: event.currentTarget.checked ? null : false })}
      />
      <Select
        label={words.limits.asks}
        allowDeselect={false}
        disabled={mode === 'look-only'}
        data={Object.entries(asksChoices).map(([value, label]) => ({ value, label }))}
        value={limits.approvalPolicy ?? 'any'}
        onChange={(value) =>
          change({ approvalPolicy: value === 'untrusted' || value === 'on-request' ? value : null })
        }
      />
      <TagsInput
        label={words.limits.models}
        description={words.limits.modelsHint}
        placeholder={limits.models ? '' : words.limits.anyModel}
        acceptValueOnBlur
        value={limits.models ?? []}
        onChange={(models) => change({ models: orNone(models) })}
      />
      <Turns limits={limits} change={change} />
      <Divider label={words.limits.servers} labelPosition="left" mt="xs" />
      <Remotes limits={limits} change={change} />
      <Tools limits={limits} change={change} />
      <Switch
        label={words.limits.toolSearch}
        description={words.limits.toolSearchHint}
        checked={limits.toolSearch === true}
        onChange={(event) => change({ toolSearch: event.currentTarget.checked ? true : null })}
      />
    </Stack>
  );
}

function Folders({ id, folders }: { id: string; folders: string[] }) {
  const { ask, run } = useHost();
  const [problem, setProblem] = useState<string>();
  async function save(next: string[]) {
    const outcome = await ask('change-limits', { id, changes: { folders: orNone(next) } });
    setProblem(outcome.ok ? undefined : outcome.error.summary);
  }
  async function choose() {
    const outcome = await run('choose-folder', {});
    if (outcome.ok && outcome.value.folder) await save([...folders, outcome.value.folder]);
  }
  return (
    <Group align="flex-end" gap="xs">
      <TagsInput
        flex={1}
        label={words.limits.folders}
        description={words.limits.foldersHint}
        placeholder={folders.length > 0 ? '' : words.limits.anyFolder}
        error={problem && <Prose>{problem}</Prose>}
        splitChars={[]}
        acceptValueOnBlur
        value={folders}
        onChange={save}
      />
      <Button size="sm" variant="default" onClick={choose}>
        {words.limits.chooseFolder}
      </Button>
    </Group>
  );
}

function Turns({ limits, change }: Props) {
  const [turns, setTurns] = useState<string | number>(limits.mostTurns ?? '');
  function save() {
    const mostTurns = typeof turns === 'number' && turns >= 1 ? turns : null;
    if (mostTurns !== (limits.mostTurns ?? null)) void change({ mostTurns });
  }
  return (
    <NumberInput
      label={words.limits.turns}
      placeholder={words.limits.anyTurns}
      min={1}
      max={1000}
      allowDecimal={false}
      value={turns}
      onChange={setTurns}
      onBlur={save}
      onKeyDown={(event) => event.key === 'Enter' && save()}
    />
  );
}

function Remotes({ limits, change }: Props) {
  const { remotes } = useReadyState();
  const { remoteChoices } = words.limits;
  const names = new Set([...remotes.map(({ name }) => name), ...(limits.remotes ?? [])]);
  return (
    <>
      <Select
        label={words.limits.remotes}
        description={words.limits.remotesHint}
        allowDeselect={false}
        data={Object.entries(remoteChoices).map(([value, label]) => ({ value, label }))}
        value={limits.remotes ? 'some' : 'all'}
        onChange={(value) => change({ remotes: value === 'some' ? [] : null })}
      />
      {limits.remotes && (
        <MultiSelect
          label={words.limits.remoteNames}
          placeholder={limits.remotes.length > 0 ? '' : words.limits.noRemote}
          data={[...names]}
          value={limits.remotes}
          onChange={(chosen) => change({ remotes: chosen })}
        />
      )}
    </>
  );
}

function Tools({ limits, change }: Props) {
  const [wrong, setWrong] = useState<string>();
  const { toolTier, tools } = limits;
  const { toolChoices } = words.limits;
  const chosen = toolTier === 'read' || toolTier === 'write' ? toolTier : tools ? 'named' : 'all';
  function choose(value: string | null) {
    if (value === 'read' || value === 'write') return change({ toolTier: value });
    return change({ toolTier: null, tools: value === 'named' ? (tools ?? []) : null });
  }
  function name(next: string[]) {
    const named: string[] = [];
    for (const text of next) {
      const read = tools?.includes(text) ? undefined : readToolName(text);
      if (read && 'fault' in read) return setWrong(words.limits.notATool(text, read.fault));
      named.push(read ? toolKey(read.remote, read.tool) : text);
    }
    setWrong(undefined);
    void change({ tools: named.length > 0 || chosen === 'named' ? named : null });
  }
  return (
    <>
      <Select
        label={words.limits.tools}
        description={words.limits.toolsHint}
        allowDeselect={false}
        data={Object.entries(toolChoices).map(([value, label]) => ({ value, label }))}
        value={chosen}
        onChange={choose}
      />
      {chosen !== 'all' && (
        <TagsInput
          label={words.limits.namedTools}
          description={words.limits.namedToolsHint}
          acceptValueOnBlur
          error={wrong}
          value={tools ?? []}
          onChange={name}
        />
      )}
    </>
  );
}

function orNone(values: string[]): string[] | null {
  return values.length > 0 ? values : null;
}
