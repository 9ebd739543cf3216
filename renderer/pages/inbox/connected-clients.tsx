import { Button, Text } from '@mantine/core';
import { isSameName } from '../../../server/contract/same-name.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { ModeSelect } from '../clients/mode-select.tsx';
import classes from './home.module.css';

const MOST = 5;
const text = words.home;

/** Who is connected and how much each asks, and where others connect. */
export function ConnectedClients({ onConnect }: { onConnect: () => void }) {
  const { clients, principals, conditions, server } = useReadyState();
  const connected = clients.filter(({ isConnected }) => isConnected);
  const namesOf = (id: string) => {
    const names = connected.filter(({ principal }) => principal === id).map(({ name }) => makeVisible(name));
    return [...new Set(names)].join(', ');
  };
  const rows = principals.filter(({ id }) => namesOf(id) !== '');
  // The next step offers it then.
  const isNextStep = conditions.some(({ kind }) => kind === 'no-client');
  return (
    <>
      {rows.length === 0 && (
        <Text size="sm" className={classes.plain}>
          {text.nobodyConnected}
        </Text>
      )}
      {rows.slice(0, MOST).map((principal) => (
        <div key={principal.id} className={classes.client}>
          <Text size="sm" truncate title={namesOf(principal.id)}>
            {namesOf(principal.id)}{' '}
            {!isSameName(namesOf(principal.id), principal.name) && (
              <Text component="span" size="xs" c="dimmed">
                {words.clients.builtIn[principal.name]?.title ?? principal.name}
              </Text>
            )}
          </Text>
          <ModeSelect principal={principal} />
        </div>
      ))}
      {rows.length > MOST && (
        <Text size="sm" c="dimmed" className={classes.plain}>
          {text.moreClients(rows.length - MOST)}
        </Text>
      )}
      <div className={classes.address}>
        {server.kind === 'running' && (
          <>
            <Text size="sm" c="dimmed" className={classes.plain}>
              {text.address(server.url)}
            </Text>
            <CopyButton text={server.url} label={words.status.copyAddress} />
          </>
        )}
        {!isNextStep && (
          <Button variant="default" size="compact-sm" ml="auto" onClick={onConnect}>
            {words.clients.connect}
          </Button>
        )}
      </div>
    </>
  );
}
