import { Badge, Collapse, Group, Paper, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { RemoteItem } from '../../../server/contract/commands/remotes.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { words } from '../../words.ts';
import { ReadItem } from './read-item.tsx';
import classes from './tool-entry.module.css';
import { describedItem } from './tool-facts.ts';

/** A resource, a template or a prompt: its description; opens, and can be read. */
export function ItemEntry({ remote, item }: { remote: string; item: RemoteItem }) {
  const described = describedItem(item.definition);
  const { id, title, under, description, args } = described;
  const [isOpen, setOpen] = useState(false);
  const detailsId = useId();
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <Paper withBorder component="section" aria-label={makeVisible(title)} className={classes.tool}>
      <div className={classes.head}>
        <UnstyledButton
          className={classes.names}
          aria-expanded={isOpen}
          aria-controls={detailsId}
          onClick={() => setOpen(!isOpen)}
        >
          <Chevron size={14} className={classes.chevron} aria-hidden />
          <span className={classes.texts}>
            <Text component="span" fw={500} className={classes.name}>
              <VisibleText>{title}</VisibleText>
            </Text>
            {under && under !== title && (
              <Text component="span" size="xs" c="dimmed" lineClamp={1}>
                {makeVisible(under)}
              </Text>
            )}
          </span>
        </UnstyledButton>
        <Group gap={6}>
          {!isOpen &&
            args.map((argument) => (
              <Badge key={argument.name} color={argument.isRequired ? 'indigo' : 'gray'}>
                <VisibleText>{argument.name}</VisibleText>
              </Badge>
            ))}
          <CopyButton text={id} label={words.remotes.item.copyName} />
        </Group>
      </div>
      <Collapse expanded={isOpen} id={detailsId}>
        <Stack gap="sm" className={classes.details ?? ''}>
          {description && (
            <Text className={classes.description ?? ''}>
              <VisibleText>{description}</VisibleText>
            </Text>
          )}
          {isOpen && <ReadItem remote={remote} item={described} />}
        </Stack>
      </Collapse>
    </Paper>
  );
}
