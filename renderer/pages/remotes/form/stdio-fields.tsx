import { TagsInput, Textarea, TextInput } from '@mantine/core';
import type { StdioDraft } from '../../../../server/contract/remote-draft.ts';
import { words } from '../../../words.ts';
import { PairsField } from './pairs-field.tsx';

const text = words.remotes.form;

interface Props {
  readonly draft: StdioDraft;
  readonly problems: Readonly<Record<string, string>>;
  onChange(draft: StdioDraft): void;
}

/** A program on this machine that speaks on its standard input and output. */
export function StdioFields({ draft, problems, onChange }: Props) {
  const change = (part: Partial<StdioDraft>) => onChange({ ...draft, ...part });
  return (
    <>
      <TextInput
        label={text.command}
        description={text.commandHint}
        placeholder="npx"
        withAsterisk
        value={draft.command}
        error={problems['command']}
        onChange={(event) => change({ command: event.currentTarget.value })}
      />
      <Textarea
        label={text.args}
        description={text.argsHint}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        value={draft.args.join('\n')}
        onChange={(event) => {
          const lines = event.currentTarget.value;
          change({ args: lines === '' ? [] : lines.split('\n') });
        }}
      />
      <PairsField
        label={text.env}
        hint={text.envHint}
        pairs={draft.env}
        holds="secrets"
        problem={problems['env']}
        onChange={(env) => change({ env })}
      />
      <TagsInput
        label={text.envVars}
        description={text.envVarsHint}
        value={[...draft.envVars]}
        error={problems['envVars']}
        onChange={(envVars) => change({ envVars })}
      />
      <TextInput
        label={text.cwd}
        description={text.cwdHint}
        value={draft.cwd ?? ''}
        error={problems['cwd']}
        onChange={(event) => change({ cwd: event.currentTarget.value || undefined })}
      />
    </>
  );
}
