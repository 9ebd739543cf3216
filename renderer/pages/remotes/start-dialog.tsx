import { Button, Group, Stack, Text } from '@mantine/core';
import { makeVisible } from '../../../server/contract/visible.ts';
import { CodeText } from '../../components/code-text.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { words } from '../../words.ts';

interface Props {
  readonly name: string;
  readonly kind: 'stdio' | 'http';
  /** The whole command line or address. */
  readonly where: string;
  /** A separate command that prints the headers. */
  readonly helper?: string | undefined;
  readonly folder?: string | undefined;
  readonly variables?: readonly string[];
  /** The label of the action. */
  readonly action: string;
  onClose(): void;
  onConfirm(): void;
}

/** What will be started or reached, in full, before the first time. */
export function StartDialog(props: Props) {
  const { name, kind, where, helper, folder, variables = [] } = props;
  const text = words.remotes.start;
  return (
    <Dialog onClose={props.onClose} title={text.titles[kind](makeVisible(name))} size="lg">
      <Stack gap="sm">
        <Text>{kind === 'stdio' ? text.programHint : text.addressHint}</Text>
        <CodeText text={where} language="bash" label={kind === 'stdio' ? text.command : text.address} />
        {helper !== undefined && (
          <>
            <Text size="xs" c="dimmed">
              {text.helper}
            </Text>
            <CodeText text={helper} language="bash" label={text.helper} />
          </>
        )}
        {folder !== undefined && <Text size="xs">{text.folder(makeVisible(folder))}</Text>}
        {variables.length > 0 && <Text size="xs">{text.variables(variables.map(makeVisible))}</Text>}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={props.onClose}>
            {words.cancel}
          </Button>
          <Button onClick={props.onConfirm}>{props.action}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
