import { Alert, Button, Divider, Group } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { Dialog } from '../../components/dialog.tsx';
import { words } from '../../words.ts';
import { ConnectTextPicker } from './connect-text-picker.tsx';
import { ConnectionChange, type Proposal, type Written } from './connection-change.tsx';
import { ConnectionText } from './connection-text.tsx';
import { ConnectionWritten } from './connection-written.tsx';
import { type FoundClient, FoundClients } from './found-clients.tsx';
import { type MadeToken, NewToken } from './new-token.tsx';

type View =
  | { readonly kind: 'list' }
  | { readonly kind: 'change'; readonly client: FoundClient; readonly change: Proposal['kind'] }
  | { readonly kind: 'text'; readonly client: FoundClient }
  | {
      readonly kind: 'written';
      readonly proposal: Proposal;
      readonly written: Written;
      readonly since: number;
    }
  | { readonly kind: 'token'; readonly made: MadeToken };

const text = words.connecting;

/** Connects a client: by a change of its settings, or with a token and a text that the person enters. */
export function ConnectDialog(props: { suggestedName: string; onClose: () => void }) {
  const { suggestedName, onClose } = props;
  const [view, setView] = useState<View>({ kind: 'list' });
  const content = useRef<HTMLDivElement>(null);
  function show(next: View) {
    setView(next);
    // What had the focus is gone with its view.
    content.current?.closest<HTMLElement>('[role="dialog"]')?.focus();
  }
  const toList = () => show({ kind: 'list' });
  return (
    <Dialog
      onClose={onClose}
      title={titleOf(view)}
      size={view.kind === 'change' ? 'xl' : 'lg'}
      closeOnClickOutside={view.kind !== 'token'}
      closeOnEscape={view.kind !== 'token'}
    >
      <div ref={content}>
        {view.kind === 'list' && (
          <>
            <FoundClients
              onChoose={(client, action) =>
                show(
                  action === 'text' ? { kind: 'text', client } : { kind: 'change', client, change: action },
                )
              }
            />
            <Divider label={text.other} labelPosition="left" my="md" />
            <NewToken suggestedName={suggestedName} onMade={(made) => show({ kind: 'token', made })} />
          </>
        )}
        {view.kind === 'change' && (
          <ConnectionChange
            client={view.client}
            kind={view.change}
            onBack={toList}
            onWritten={(proposal, written, since) => show({ kind: 'written', proposal, written, since })}
          />
        )}
        {view.kind === 'text' && <ConnectionText client={view.client} onBack={toList} />}
        {view.kind === 'written' && <ConnectionWritten {...view} onClose={onClose} />}
        {view.kind === 'token' && (
          <>
            <Alert color="indigo" icon={<IconKey />} mb="md">
              {view.made.copied && words.clients.textCopied(view.made.copied)} {words.clients.tokenOnce}
            </Alert>
            <ConnectTextPicker token={view.made.token} name={view.made.name} />
            <Group justify="flex-end" mt="md">
              <Button onClick={onClose}>{words.clients.done}</Button>
            </Group>
          </>
        )}
      </div>
    </Dialog>
  );
}

function titleOf(view: View): string {
  if (view.kind === 'change') return text.titles[view.change](view.client.name);
  if (view.kind === 'text') return text.titles.text(view.client.name);
  if (view.kind === 'written') return text.titles[view.proposal.kind](view.proposal.clientName);
  return text.titles.list;
}
