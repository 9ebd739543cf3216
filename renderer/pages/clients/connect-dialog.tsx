import { Alert, Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useHost } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { ConnectTextPicker } from './connect-text-picker.tsx';
import { ConnectionChange, type Proposal, type Written } from './connection-change.tsx';
import { ConnectionText } from './connection-text.tsx';
import { ConnectionWritten } from './connection-written.tsx';
import { type FoundClient, FoundClients } from './found-clients.tsx';

type View =
  | { readonly kind: 'list' | 'name' }
  | { readonly kind: 'change'; readonly client: FoundClient; readonly change: Proposal['kind'] }
  | { readonly kind: 'text'; readonly client: FoundClient }
  | {
      readonly kind: 'written';
      readonly proposal: Proposal;
      readonly written: Written;
      readonly since: number;
    }
  | { readonly kind: 'token'; readonly token: string };

const text = words.connecting;

/** Connects a client: by a change of its settings, or with a token and a text that the person enters. */
export function ConnectDialog(props: { suggestedName: string; onClose: () => void }) {
  const { suggestedName, onClose } = props;
  const [view, setView] = useState<View>({ kind: 'list' });
  const toList = () => setView({ kind: 'list' });
  return (
    <Modal
      opened
      onClose={onClose}
      title={titleOf(view)}
      size={view.kind === 'change' ? 'xl' : 'lg'}
      closeOnClickOutside={view.kind !== 'token'}
    >
      {view.kind === 'list' && (
        <>
          <FoundClients
            onChoose={(client, action) =>
              setView(
                action === 'text' ? { kind: 'text', client } : { kind: 'change', client, change: action },
              )
            }
          />
          <Group justify="space-between" mt="md">
            <Text size="xs" c="dimmed">
              {text.otherHint}
            </Text>
            <Button variant="default" onClick={() => setView({ kind: 'name' })}>
              {text.other}
            </Button>
          </Group>
        </>
      )}
      {view.kind === 'change' && (
        <ConnectionChange
          client={view.client}
          kind={view.change}
          onBack={toList}
          onWritten={(proposal, written, since) => setView({ kind: 'written', proposal, written, since })}
        />
      )}
      {view.kind === 'text' && <ConnectionText client={view.client} onBack={toList} />}
      {view.kind === 'written' && <ConnectionWritten {...view} onClose={onClose} />}
      {view.kind === 'name' && (
        <NameForm
          suggestedName={suggestedName}
          onToken={(token) => setView({ kind: 'token', token })}
          onBack={toList}
        />
      )}
      {view.kind === 'token' && (
        <>
          <Alert color="indigo" icon={<IconKey />} mb="md">
            {words.clients.tokenOnce}
          </Alert>
          <ConnectTextPicker token={view.token} />
          <Group justify="flex-end" mt="md">
            <Button onClick={onClose}>{words.clients.done}</Button>
          </Group>
        </>
      )}
    </Modal>
  );
}

function titleOf(view: View): string {
  if (view.kind === 'change') return text.titles[view.change](view.client.name);
  if (view.kind === 'text') return text.titles.text(view.client.name);
  if (view.kind === 'written') return text.titles[view.proposal.kind](view.proposal.clientName);
  return text.titles.list;
}

function NameForm(props: { suggestedName: string; onToken: (token: string) => void; onBack: () => void }) {
  const { ask } = useHost();
  const [name, setName] = useState(() => asTokenName(props.suggestedName));
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  async function make(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const outcome = await ask('add-token', { name });
    setBusy(false);
    if (outcome.ok) props.onToken(outcome.value.token);
    else setProblem([outcome.error.summary, outcome.error.fix].filter(Boolean).join(' '));
  }
  return (
    <form onSubmit={make}>
      <TextInput
        label={words.clients.name}
        description={words.clients.nameHint}
        placeholder="cursor"
        data-autofocus
        value={name}
        error={problem}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setProblem(undefined);
        }}
      />
      <Text size="xs" c="dimmed" mt="xs">
        {words.clients.tokenWhy}
      </Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={props.onBack}>
          {text.back}
        </Button>
        <Button type="submit" loading={isBusy} disabled={!name.trim()}>
          {words.clients.makeToken}
        </Button>
      </Group>
    </form>
  );
}

/** A client's own name may contain characters that a token's name may not. */
function asTokenName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 64);
}
