import { Code, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { CopyButton } from '../../components/copy-button.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { connectTexts } from './connect-texts.ts';

/** The text and the file for the chosen kind of client. */
export function ConnectTextPicker({ token }: { token: string }) {
  const { server, settings } = useReadyState();
  const url = server.kind === 'running' ? server.url : `http://127.0.0.1:${settings.port}/mcp`;
  const texts = connectTexts(url, token);
  const [chosen, setChosen] = useState('vscode');
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
