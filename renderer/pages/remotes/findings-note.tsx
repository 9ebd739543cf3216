import { Alert, List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { RemoteToolItem } from '../../../server/contract/commands/remotes.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { words } from '../../words.ts';
import classes from './findings-note.module.css';

type Finding = RemoteToolItem['findings'][number];

/** How much stands around the marked words, in characters. */
const AROUND = 60;
const LONGEST_MARK = 240;
const text = words.remotes.findings;

/** Words of a definition that a person should read before a model does. */
export function FindingsNote(
  props: Pick<RemoteToolItem, 'findings' | 'isReviewed'> & {
    /** What can be done about it. */
    children: ReactNode;
  },
) {
  const { findings, isReviewed, children } = props;
  if (findings.length === 0) return null;
  return (
    <Alert
      color={isReviewed ? 'gray' : 'orange'}
      icon={<IconAlertTriangle />}
      title={isReviewed ? text.reviewedTitle : text.title}
    >
      {!isReviewed && <Text mb="xs">{text.hint}</Text>}
      <List size="sm" className={classes.list ?? ''}>
        {findings.map((finding) => (
          <List.Item key={`${finding.place} ${finding.kind} ${finding.start}`}>
            <Text size="sm">
              {text.kinds[finding.kind]}{' '}
              <Text component="span" size="xs" c="dimmed">
                {makeVisible(finding.place)}
              </Text>
            </Text>
            {finding.text !== '' && <Excerpt finding={finding} />}
          </List.Item>
        ))}
      </List>
      {children}
    </Alert>
  );
}

function Excerpt({ finding: { text: whole, start, end } }: { finding: Finding }) {
  const before = whole.slice(Math.max(0, start - AROUND), start);
  const after = whole.slice(end, end + AROUND);
  const marked = whole.slice(start, end);
  return (
    <Text size="sm" className={classes.excerpt ?? ''}>
      {start > AROUND && '…'}
      <VisibleText>{before}</VisibleText>
      <mark className={classes.mark}>
        <VisibleText>{marked.slice(0, LONGEST_MARK)}</VisibleText>
        {marked.length > LONGEST_MARK && '…'}
      </mark>
      <VisibleText>{after}</VisibleText>
      {end + AROUND < whole.length && '…'}
    </Text>
  );
}
