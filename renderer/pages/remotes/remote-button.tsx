import { Text, UnstyledButton } from '@mantine/core';
import { shownStateOf } from '../../../server/contract/selectors.ts';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import button from '../../components/list-button.module.css';
import { Prose } from '../../components/prose.tsx';
import { words } from '../../words.ts';
import classes from './remote-button.module.css';
import { reasonOf } from './remote-reason.ts';
import { useTokens } from './tokens-context.tsx';
import { shortWhere } from './where.ts';

interface Props {
  readonly remote: RemoteRow;
  readonly isOpen: boolean;
  onOpen(name: string): void;
}

export function RemoteButton({ remote, isOpen, onOpen }: Props) {
  const { name, status, toolCount, changedTools, shadowingTools, suspectTools } = remote;
  const reason = reasonOf(remote);
  const tokens = useTokens(name);
  const state = shownStateOf(remote);
  const what = [
    words.remotes.states[state],
    toolCount !== undefined && status.kind !== 'disabled' && words.remotes.tools(toolCount),
    tokens && status.kind !== 'disabled' && words.remotes.tokens(tokens.total),
  ];
  const marks = [
    changedTools.length > 0 && words.remotes.changed(changedTools.length),
    suspectTools.length > 0 && words.remotes.suspect(suspectTools.length),
    shadowingTools.length > 0 && words.remotes.shadowing(shadowingTools.length),
  ].filter((mark) => mark !== false);
  return (
    <UnstyledButton
      className={button.row}
      data-open={isOpen || undefined}
      aria-current={isOpen}
      onClick={() => onOpen(name)}
    >
      <span className={button.line}>
        <span className={classes.dot} data-state={state} aria-hidden />
        <Text component="span" size="sm" fw={500} truncate>
          {makeVisible(name)}
        </Text>
      </span>
      <Text component="span" size="xs" truncate className={classes.under} data-state={state}>
        {what.filter(Boolean).join(' · ')}
      </Text>
      {reason === undefined ? (
        <Text component="span" size="xs" c="dimmed" truncate className={classes.under}>
          {makeVisible(shortWhere(remote))}
        </Text>
      ) : (
        <Text component="span" size="xs" c="dimmed" lineClamp={2} className={classes.under}>
          <Prose>{reason}</Prose>
        </Text>
      )}
      {marks.length > 0 && (
        <Text component="span" size="xs" c="var(--pb-warn)" className={classes.under}>
          {marks.join(' · ')}
        </Text>
      )}
    </UnstyledButton>
  );
}
