import { TextInput } from '@mantine/core';
import type { HttpDraft } from '../../../../server/contract/remote-draft.ts';
import { words } from '../../../words.ts';
import { PairsField } from './pairs-field.tsx';

const text = words.remotes.form;

interface Props {
  readonly draft: HttpDraft;
  readonly problems: Readonly<Record<string, string>>;
  onChange(draft: HttpDraft): void;
}

/** A server at an address, with its credentials. */
export function HttpFields({ draft, problems, onChange }: Props) {
  const change = (part: Partial<HttpDraft>) => onChange({ ...draft, ...part });
  return (
    <>
      <TextInput
        label={text.url}
        placeholder="https://example.com/mcp"
        withAsterisk
        value={draft.url}
        error={problems['url']}
        onChange={(event) => change({ url: event.currentTarget.value.trim() })}
      />
      <TextInput
        label={text.bearer}
        description={text.bearerHint}
        value={draft.bearerTokenEnvVar ?? ''}
        error={problems['bearerTokenEnvVar']}
        onChange={(event) => change({ bearerTokenEnvVar: event.currentTarget.value || undefined })}
      />
      <PairsField
        label={text.headers}
        hint={text.headersHint}
        pairs={draft.headers}
        holds="secrets"
        problem={problems['headers']}
        onChange={(headers) => change({ headers })}
      />
      <PairsField
        label={text.envHeaders}
        hint={text.envHeadersHint}
        pairs={draft.envHeaders.map(({ name, variable }) => ({ name, value: variable }))}
        holds="variables"
        problem={problems['envHeaders']}
        onChange={(pairs) =>
          change({ envHeaders: pairs.map(({ name, value = '' }) => ({ name, variable: value })) })
        }
      />
      <TextInput
        label={text.helper}
        description={text.helperHint}
        value={draft.headersHelper ?? ''}
        onChange={(event) => change({ headersHelper: event.currentTarget.value || undefined })}
      />
    </>
  );
}
