import { Button, Group, Stack, Text } from '@mantine/core';
import { makeVisible } from '../../../../server/contract/visible.ts';
import { CodeText } from '../../../components/code-text.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { VisibleText } from '../../../components/visible-text.tsx';
import { useLive } from '../../../host/use-live.ts';
import { words } from '../../../words.ts';
import type { AppWish } from './app-host.ts';

const text = words.remotes.app;

/**
 * What an app wants, in full. The app picks the moment, so what allows it is dead at first. It is asked each time; closing the app is one more answer.
 */
export function AppQuestion(props: {
  remote: string;
  wish: AppWish;
  onAnswer(isAllowed: boolean): void;
  onEnd(): void;
}) {
  const { remote, wish, onAnswer, onEnd } = props;
  const isLive = useLive(wish);
  const isCall = wish.kind === 'call';
  return (
    <Dialog
      size="lg"
      onClose={() => onAnswer(false)}
      title={isCall ? text.wantsCall(makeVisible(remote), makeVisible(wish.tool)) : text.wantsOpen}
    >
      <Stack gap="sm">
        <Text size="sm">{isCall ? text.callHint : text.openHint}</Text>
        {wish.kind === 'call' ? (
          <CodeText
            text={JSON.stringify(wish.arguments, null, 2)}
            language="json"
            label={text.arguments}
            maxHeight="320px"
          />
        ) : (
          <Text ff="monospace" size="sm" style={{ overflowWrap: 'anywhere' }}>
            <VisibleText>{wish.url}</VisibleText>
          </Text>
        )}
        <Group justify="space-between">
          <Button variant="subtle" color="gray" onClick={onEnd}>
            {text.end}
          </Button>
          <Group gap="xs">
            <Button variant="default" data-autofocus onClick={() => onAnswer(false)}>
              {text.no}
            </Button>
            <Button disabled={!isLive} onClick={() => onAnswer(true)}>
              {isCall ? text.call : text.open}
            </Button>
          </Group>
        </Group>
      </Stack>
    </Dialog>
  );
}
