import { Button, Code, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { CodeText } from '../../components/code-text.tsx';
import type { PatchFile } from '../../components/patch-files.ts';
import { PatchView } from '../../components/patch-view.tsx';
import { type FieldValues, fieldsOf } from '../../components/schema-fields.ts';
import { SchemaForm } from '../../components/schema-form.tsx';
import type { PatchViewState } from '../../components/use-patch-view.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { useHost } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { addressParts } from './address-parts.ts';
import classes from './card-subject.module.css';
import { FolderFiles } from './folder-files.tsx';
import { Permissions } from './permissions.tsx';
import { Quote } from './quote.tsx';
import { SpentOfLeash } from './spent-of-leash.tsx';

interface Props {
  readonly card: ApprovalCard;
  readonly files: readonly PatchFile[];
  readonly patchView: PatchViewState;
  readonly form: {
    readonly values: FieldValues;
    readonly problems: Readonly<Record<string, string>>;
    onChange(values: FieldValues): void;
  };
}

/** What will run, change or be sent, in full. */
export function CardSubject({ card, files, patchView, form }: Props) {
  const { subject } = card;
  switch (subject.kind) {
    case 'command':
      return (
        <div>
          <CodeText
            text={card.script?.text ?? subject.command}
            language="bash"
            label={words.approval.command}
          />
          <CommandFoot card={card} command={subject.command} cwd={subject.cwd} />
        </div>
      );
    case 'patch':
      return <PatchView files={files} view={patchView} />;
    case 'tool':
      return (
        <Stack gap={6}>
          {subject.description && (
            <Text c="dimmed">
              <VisibleText>{subject.description}</VisibleText>
            </Text>
          )}
          <CodeText
            text={JSON.stringify(subject.arguments, null, 2) ?? ''}
            language="json"
            label={words.approval.arguments}
          />
        </Stack>
      );
    case 'permission':
      return <Permissions permissions={subject.permissions} cwd={subject.cwd} />;
    case 'form':
      return (
        <Stack gap="md">
          <Quote who={subject.source} text={subject.message} />
          <SchemaForm
            fields={fieldsOf(subject.schema)}
            values={form.values}
            problems={form.problems}
            onChange={form.onChange}
          />
        </Stack>
      );
    case 'url':
      return <Address {...subject} />;
    case 'folder':
      return <FolderFiles folder={subject.folder} files={subject.files} />;
    case 'leash':
      return <SpentOfLeash subject={subject} />;
  }
}

/** The shell around a command, and its folder where that is not the thread's. */
function CommandFoot(props: { card: ApprovalCard; command: string; cwd: string }) {
  const { card, command, cwd } = props;
  if (!card.script && cwd === card.folder) return null;
  return (
    <Text size="xs" c="dimmed" mt={4} title={makeVisible(command)}>
      {cwd !== card.folder && `${words.approval.folder(shortPath(cwd))} `}
      {card.script && (
        <>
          {words.approval.startedBy} <span className={classes.shell}>{card.script.shell}</span>
        </>
      )}
    </Text>
  );
}

function Address({ url, message, source }: { url: string; message: string; source: string }) {
  const { run } = useHost();
  const { before, host, after } = addressParts(url);
  return (
    <Stack gap="sm" align="flex-start">
      <Code block aria-label={words.approval.address} className={classes.address}>
        <VisibleText>{before}</VisibleText>
        <b>
          <VisibleText>{host}</VisibleText>
        </b>
        <VisibleText>{after}</VisibleText>
      </Code>
      <Quote who={source} text={message} />
      <Button
        variant="default"
        leftSection={<IconExternalLink size={14} />}
        onClick={() => run('open-address', { url })}
      >
        {words.approval.openAddress}
      </Button>
      <Text size="xs" c="dimmed">
        {words.approval.addressHint}
      </Text>
    </Stack>
  );
}
