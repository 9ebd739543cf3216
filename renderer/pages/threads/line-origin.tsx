import { Anchor, Badge, Text } from '@mantine/core';
import {
  type AgentOrigin,
  decisionInWords,
  doubtsInWords,
  type LineOrigin,
  whyUnknown,
} from '../../../server/contract/blame.ts';
import { VisibleText } from '../../components/visible-text.tsx';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';

const text = words.whoWrote;

interface Props {
  readonly origin: LineOrigin;
  /** The thread that is shown. */
  readonly threadId: string;
  onLeave(): void;
}

/** Who wrote something: the turn with its prompt, time and approval; or that it was nobody, or is not known. */
export function LineOriginText({ origin, ...about }: Props) {
  switch (origin.kind) {
    case 'agent':
      return <OfTurn origin={origin} {...about} />;
    case 'not-an-agent':
      return <Other title={text.notAnAgent} hint={text.notAnAgentHint(words.time.moment(origin.before))} />;
    case 'unknown': {
      const hint = text.notKnownHint(whyUnknown(origin), words.time.moment(origin.before));
      return <Other title={text.notKnown} hint={hint} />;
    }
  }
}

/** Why some of these may be by somebody else, each reason once. */
export function Doubts({ origins }: { origins: readonly LineOrigin[] }) {
  const doubts = new Set(origins.flatMap((origin) => (origin.kind === 'agent' ? origin.doubts : [])));
  return [...doubts].map((doubt) => (
    <Text key={doubt} size="xs" c="dimmed">
      {text.because(doubtsInWords[doubt])}
    </Text>
  ));
}

function Other({ title, hint }: { title: string; hint: string }) {
  return (
    <>
      <Text size="xs" fw={600}>
        {title}
      </Text>
      <Text size="xs" c="dimmed">
        {hint}
      </Text>
    </>
  );
}

function OfTurn({ origin, threadId, onLeave }: Props & { origin: AgentOrigin }) {
  const { go } = useNavigation();
  const isOther = origin.threadId !== threadId;
  const how = origin.how === 'unclear' ? '' : text[origin.how];
  const facts = [words.time.moment(origin.at), how, decisionInWords(origin)].filter(Boolean).join(' · ');
  function open() {
    go({ page: 'threads', threadId: origin.threadId });
    onLeave();
  }
  return (
    <>
      <Text size="xs" fw={600}>
        {isOther ? text.turnOfOther(origin.turn) : text.turn(origin.turn)}{' '}
        {origin.doubts.length > 0 && (
          <Badge size="xs" variant="default" component="span">
            {text.uncertain}
          </Badge>
        )}{' '}
        {isOther && (
          <Anchor component="button" size="xs" onClick={open}>
            {text.openThread}
          </Anchor>
        )}
      </Text>
      {origin.prompt !== undefined && (
        <Text size="xs" lineClamp={2}>
          <VisibleText>{origin.prompt}</VisibleText>
        </Text>
      )}
      {origin.command !== undefined && (
        <Text size="xs" ff="monospace" lineClamp={2}>
          <VisibleText>{origin.command}</VisibleText>
        </Text>
      )}
      <Text size="xs" c="dimmed">
        <VisibleText>{facts}</VisibleText>
      </Text>
    </>
  );
}
