import { Code, Stack, Text } from '@mantine/core';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import { ScrollRegion } from '../../components/scroll-region.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { words } from '../../words.ts';
import classes from './card-subject.module.css';

/** A repository's settings for Codex, file by file, in full. */
export function FolderFiles(props: { folder: string; files: readonly { path: string; text: string }[] }) {
  return (
    <Stack gap="md">
      <Text size="xs" c="dimmed">
        <VisibleText>{words.approval.folder(shortPath(props.folder))}</VisibleText>
      </Text>
      {props.files.map(({ path, text }) => (
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
