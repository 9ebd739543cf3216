import { Stack, Text } from '@mantine/core';
import { CodeText } from '../../components/code-text.tsx';
import { shortPath } from '../../components/paths.ts';
import { words } from '../../words.ts';
import { permissionLines } from './permission-lines.ts';

/** The requested permissions in plain words, and exactly as requested. */
export function Permissions({ permissions, cwd }: { permissions: unknown; cwd: string }) {
  const lines = permissionLines(permissions);
  return (
    <Stack gap="xs">
      {lines.length > 0 && (
        <ul style={{ margin: 0, paddingInlineStart: 18 }}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <CodeText
        text={JSON.stringify(permissions, null, 2) ?? ''}
        language="json"
        label={words.approval.permissions}
      />
      <Text size="xs" c="dimmed">
        {words.approval.folder(shortPath(cwd))}
      </Text>
    </Stack>
  );
}
