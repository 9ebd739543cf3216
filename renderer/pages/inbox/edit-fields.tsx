import { Alert, Text, Textarea } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import type { Edit } from '../../../server/contract/edits.ts';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import { Prose } from '../../components/prose.tsx';
import { words } from '../../words.ts';
import classes from './edit.module.css';
import { EditPatch } from './edit-patch.tsx';
import type { Editing } from './use-edit.ts';

interface Props {
  readonly card: ApprovalCard;
  readonly editing: Editing;
  readonly draft: Edit;
  /** The chord that approves, in the text field. */
  onApprove(): void;
}

/** What is approved instead of what was asked, as the person changes it. */
export function EditFields({ card, editing, draft, onApprove }: Props) {
  const { subject } = card;
  const { problem, preview, isChanged } = editing;
  return (
    <div className={classes.fields}>
      {draft.kind === 'command' && subject.kind === 'command' && (
        <>
          <Textarea
            label={words.edit.field}
            description={words.edit.commandHint}
            autoFocus
            autosize
            minRows={2}
            maxRows={16}
            maxLength={20_000}
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            classNames={{ input: classes.code ?? '' }}
            value={draft.text}
            onChange={(event) => editing.change({ kind: 'command', text: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat) onApprove();
            }}
          />
          <Text size="xs" c="dimmed">
            {words.approval.folder(shortPath(subject.cwd))}
          </Text>
        </>
      )}
      {problem && (
        <Alert color="red" icon={<IconAlertTriangle />} role="alert">
          <Prose>{`${problem.summary} ${problem.fix}`}</Prose>
        </Alert>
      )}
      {isChanged && !problem && !preview && (
        <Text size="xs" c="dimmed" role="status">
          {words.edit.looking}
        </Text>
      )}
      {draft.kind === 'patch' && subject.kind === 'patch' && (
        <EditPatch
          changes={subject.changes}
          folder={card.folder}
          kept={draft.kept}
          onChange={(kept) => editing.change({ kind: 'patch', kept })}
        />
      )}
    </div>
  );
}
