import { Button, Group, Loader, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CommandResult } from '../../../server/contract/commands.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import classes from '../../components/lined-list.module.css';
import { useHost } from '../../host/host-context.tsx';
import { words } from '../../words.ts';

export type FoundClient = CommandResult<'find-clients'>[number];

/** What a person can do about the settings of a client. */
export type ClientAction = 'connect' | 'remove' | 'text';

const text = words.connecting;

/** The clients that are installed on this machine, each with what can be done with its settings. */
export function FoundClients(props: { onChoose: (client: FoundClient, action: ClientAction) => void }) {
  const { run } = useHost();
  const [clients, setClients] = useState<readonly FoundClient[]>();
  useEffect(() => {
    let isOpen = true;
    void run('find-clients', {}).then((outcome) => {
      if (isOpen) setClients(outcome.ok ? outcome.value : []);
    });
    return () => {
      isOpen = false;
    };
  }, [run]);
  if (!clients) return <Loader size="sm" aria-label={text.looking} />;
  if (clients.length === 0) return <Text c="dimmed">{text.noneFound}</Text>;
  return (
    <>
      <Text size="sm" c="dimmed">
        {text.hereHint}
      </Text>
      <Stack component="ul" gap={0} className={classes.list ?? ''} aria-label={text.here}>
        {clients.map((client) => (
          <li key={client.id} className={classes.item}>
            <div className={classes.about}>
              <Text fw={500}>{client.name}</Text>
              <Text size="xs" c={client.state === 'unreadable' ? 'red' : 'dimmed'}>
                {stateOf(client)}
              </Text>
            </div>
            <Group gap="xs" wrap="nowrap">
              {client.state === 'connected' && (
                <Button
                  variant="default"
                  aria-label={text.actionFor(text.remove, client.name)}
                  onClick={() => props.onChoose(client, 'remove')}
                >
                  {text.remove}
                </Button>
              )}
              {(client.state === 'by-hand' || client.state === 'unreadable') && (
                <Button
                  variant="default"
                  aria-label={text.actionFor(text.text, client.name)}
                  onClick={() => props.onChoose(client, 'text')}
                >
                  {text.text}
                </Button>
              )}
              {(client.state === 'not-connected' || client.state === 'calls-old-codex') && (
                <Button
                  variant="light"
                  aria-label={text.actionFor(actionOf(client), client.name)}
                  onClick={() => props.onChoose(client, 'connect')}
                >
                  {actionOf(client)}
                </Button>
              )}
            </Group>
          </li>
        ))}
      </Stack>
    </>
  );
}

function actionOf({ state }: FoundClient): string {
  return state === 'calls-old-codex' ? text.fix : text.connect;
}

function stateOf({ state, way, problem }: FoundClient): string {
  if (state === 'connected') return text.states.connected[way ?? 'stdio'];
  return problem === undefined ? text.states[state] : makeVisible(problem);
}
