import { Stack, Text } from '@mantine/core';
import { isNamedInFull, wantedPermissions } from '../../../server/contract/describe-subject.ts';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import { CodeText } from '../../components/code-text.tsx';
import { words } from '../../words.ts';

/** The requested permissions in plain words, and exactly as requested. */
export function Permissions({ permissions, cwd }: { permissions: unknown; cwd: string }) {
  const lines = wantedPermissions(permissions);
  const exactly = (
    <CodeText
      text={JSON.stringify(permissions, null, 2) ?? ''}
      language="json"
      label={words.approval.permissions}
    />
  );
  return (
    <Stack gap="xs">
      {lines.length > 0 && (
        <ul style={{ margin: 0, paddingInlineStart: 18 }}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {isNamedInFull(permissions) ? (
        <details>
          <summary>{words.approval.permissions}</summary>
          {exactly}
        </details>
      ) : (
        exactly
      )}
      <Text size="xs" c="dimmed">
        {words.approval.folder(shortPath(cwd))}
      </Text>
    </Stack>
  );
}
