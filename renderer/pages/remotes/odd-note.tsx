import { List, Text } from '@mantine/core';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { words } from '../../words.ts';
import classes from './odd-note.module.css';

/** A remote's definitions that clients cannot read, and what was done about them. */
export function OddNote({ oddities }: Pick<RemoteRow, 'oddities'>) {
  if (oddities.length === 0) return null;
  return (
    <details className={classes.note}>
      <Text component="summary" size="xs" c="dimmed">
        {oddWords(oddities)}
      </Text>
      <Text size="xs" c="dimmed">
        {words.remotes.oddHint}
      </Text>
      <List size="xs" className={classes.list ?? ''}>
        {oddities.map(({ kind, what, why }) => (
          <List.Item key={`${kind} ${what} ${why}`}>
            <VisibleText>{`${words.remotes.oddKinds[kind]}: ${what} (${why})`}</VisibleText>
          </List.Item>
        ))}
      </List>
    </details>
  );
}

function oddWords(oddities: RemoteRow['oddities']): string {
  const fixed = oddities.filter(({ kind }) => kind === 'fixed').length;
  return words.remotes.odd(fixed, oddities.length - fixed);
}
