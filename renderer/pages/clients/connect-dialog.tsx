import { Alert, Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useHost } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { ConnectTextPicker } from './connect-text-picker.tsx';

/** Creates a token for a client and shows its setup, only now, because the token is not stored. */
export function ConnectDialog(props: { suggestedName: string; onClose: () => void }) {
  const [token, setToken] = useState<string>();
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={words.clients.connectTitle}
      size="lg"
      closeOnClickOutside={token === undefined}
    >
      {token === undefined ? (
        <NameForm suggestedName={props.suggestedName} onToken={setToken} onClose={props.onClose} />
      ) : (
        <>
          <Alert color="indigo" icon={<IconKey />} mb="md">
            {words.clients.tokenOnce}
          </Alert>
          <ConnectTextPicker token={token} />
          <Group justify="flex-end" mt="md">
            <Button onClick={props.onClose}>{words.clients.done}</Button>
          </Group>
        </>
      )}
    </Modal>
  );
}

function NameForm(props: { suggestedName: string; onToken: (token: string) => void; onClose: () => void }) {
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
        <Button variant="default" onClick={props.onClose}>
          {words.cancel}
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
