import { Button, Group } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import columns from '../../components/columns.module.css';
import { EmptyState } from '../../components/empty-state.tsx';
import { ServerStopped } from '../../components/server-stopped.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import { ConfigNote } from './config-note.tsx';
import { RemoteForm } from './form/remote-form.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { RemoteDetail } from './remote-detail.tsx';
import { RemoteList } from './remote-list.tsx';
import classes from './remotes-page.module.css';
import { TokensProvider } from './tokens-context.tsx';
import { usePasted } from './use-pasted.ts';

/** The MCP servers of config.toml: the list at the left, the open one at the right. */
export function RemotesPage({ openName }: { openName: string | undefined }) {
  const { remotes, configProblem, server } = useReadyState();
  const { go } = useNavigation();
  const [adding, setAdding] = useState<{ readonly pasted: string }>();
  const add = () => setAdding({ pasted: '' });
  usePasted((pasted) => setAdding({ pasted }));
  const [isImporting, setImporting] = useState(false);
  const shown = remotes.find(({ name }) => name === openName);
  if (server.kind !== 'running')
    return <ServerStopped icon={IconPlugConnected} hint={words.remotes.stoppedHint} />;
  const addButton = (
    <Button leftSection={<IconPlus size={14} />} onClick={add}>
      {words.remotes.add}
    </Button>
  );
  return (
    <TokensProvider remotes={remotes}>
      <div className={classes.page}>
        {configProblem && <ConfigNote problem={configProblem} />}
        {remotes.length === 0 ? (
          <EmptyState
            isPage
            icon={IconPlugConnected}
            title={words.remotes.none}
            hint={words.remotes.noneHint}
          >
            <Group>
              {addButton}
              <Button variant="default" onClick={() => setImporting(true)}>
                {words.connecting.importFrom}
              </Button>
            </Group>
          </EmptyState>
        ) : (
          <div className={columns.columns} data-open={shown !== undefined || undefined}>
            <RemoteList
              remotes={remotes}
              openName={openName}
              onOpen={(remote) => go({ page: 'remotes', remote })}
              onAdd={add}
              onImport={() => setImporting(true)}
            />
            <div className={columns.detail}>
              {shown ? (
                <RemoteDetail key={shown.name} remote={shown} />
              ) : (
                <EmptyState
                  isPage
                  icon={IconPlugConnected}
                  title={words.remotes.pick}
                  hint={words.remotes.pickHint}
                />
              )}
            </div>
          </div>
        )}
        {isImporting && <ImportDialog onClose={() => setImporting(false)} />}
        {adding && (
          <RemoteForm
            pasted={adding.pasted}
            onClose={() => setAdding(undefined)}
            onSaved={(remote) => {
              setAdding(undefined);
              go({ page: 'remotes', remote });
            }}
          />
        )}
      </div>
    </TokensProvider>
  );
}
