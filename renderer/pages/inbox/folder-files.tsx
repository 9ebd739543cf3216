import { Code, Stack, Text } from '@mantine/core';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import classes from './card-subject.module.css';

/** What a repository says to Codex, file by file, in full. */
export function FolderFiles({ files }: { files: readonly { path: string; text: string }[] }) {
  return (
    <Stack gap="md">
      {files.map(({ path, text }) => (
        <section key={path}>
          <Text size="xs" c="dimmed" mb={4}>
            <VisibleText>{path}</VisibleText>
          </Text>
          <ScrollRegion label={path}>
            <Code block className={classes.message ?? ''}>
              <VisibleText>{text}</VisibleText>
            </Code>
          </ScrollRegion>
        </section>
      ))}
    </Stack>
  );
}
