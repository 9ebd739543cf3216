import { Stack, Text } from '@mantine/core';
import { wantedPermissions } from '../../../server/contract/describe-subject.ts';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import { CodeText } from '../../components/code-text.tsx';
import { words } from '../../words.ts';

/** The requested permissions in plain words, and exactly as requested. */
export function Permissions({ permissions, cwd }: { permissions: unknown; cwd: string }) {
  const lines = wantedPermissions(permissions);
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
