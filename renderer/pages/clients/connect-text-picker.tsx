import { Code, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { CopyButton } from '../../components/copy-button.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { connectTexts, textFor } from './connect-texts.ts';

/**
 * The text and the file for the chosen kind of client.
 * @param name of the token: says which kind it may be
 */
export function ConnectTextPicker({ token, name }: { token: string; name: string }) {
  const texts = connectTexts(useReadyState(), token);
  const [chosen, setChosen] = useState(() => textFor(texts, name)?.id ?? null);
  const shown = texts.find(({ id }) => id === chosen);
  return (
    <Stack gap="xs">
      <Select
        label={words.clients.kind}
        allowDeselect={false}
        maxDropdownHeight={300}
        data={texts.map(({ id, client }) => ({ value: id, label: client }))}
        value={chosen}
        onChange={(value) => value && setChosen(value)}
      />
      {shown && (
        <>
          <Text size="xs" c="dimmed">
            {shown.file ? words.clients.putInto(shown.file) : words.clients.runOrUse[shown.id]}
          </Text>
          <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {shown.text}
          </Code>
          <div>
            <CopyButton text={shown.text} label={words.clients.copyText}>
              {words.clients.copyText}
            </CopyButton>
          </div>
        </>
      )}
    </Stack>
  );
}
