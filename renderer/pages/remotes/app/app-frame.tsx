import { Button, Group, Stack, Text, useComputedColorScheme } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import { useHost, useReadyState } from '../../../host/host-context.tsx';
import { words } from '../../../words.ts';
import classes from './app-frame.module.css';
import { type AppHost, type AppWish, createAppHost } from './app-host.ts';
import { AppQuestion } from './app-question.tsx';

const text = words.remotes.app;
const FIRST_HEIGHT = 200;

type Fields = Readonly<Record<string, unknown>>;

interface Props {
  readonly remote: string;
  readonly uri: string;
  readonly call: { readonly tool: Fields; readonly arguments: Fields; readonly result: Fields };
}

interface Question {
  readonly wish: AppWish;
  answer(isAllowed: boolean): void;
}

/** The app of a tool that was tried: in a frame without an origin, whose every wish is a question to the person. */
export function AppFrame({ remote, uri, call }: Props) {
  const { ask } = useHost();
  const { version } = useReadyState();
  const theme = useComputedColorScheme();
  const id = useId();
  const shownTheme = useRef(theme);
  const running = useRef<AppHost>(undefined);
  const frame = useRef<HTMLIFrameElement>(null);
  const [page, setPage] = useState<{ address: string; domains: readonly string[] }>();
  const [ended, setEnded] = useState<string>();
  const [height, setHeight] = useState(FIRST_HEIGHT);
  const [question, setQuestion] = useState<Question>();

  useEffect(() => {
    let address: string | undefined;
    let isGone = false;
    void ask('open-app', { name: remote, uri }).then((outcome) => {
      if (!outcome.ok) return setEnded(outcome.error.summary);
      address = outcome.value.address;
      if (isGone) return void ask('close-app', { address });
      setPage(outcome.value);
      void ask('app-left', { address }).then((left) => {
        // What it leads to is not loaded, and it is gone.
        if (!isGone && left.ok && left.value) setEnded(text.left);
      });
    });
    return () => {
      isGone = true;
      if (address !== undefined) void ask('close-app', { address });
    };
  }, [ask, remote, uri]);

  useEffect(() => {
    if (!page || ended !== undefined) return;
    let isCalling = false;
    async function grant(wish: AppWish): Promise<Fields> {
      const isAllowed = await new Promise<boolean>((answer) => setQuestion({ wish, answer }));
      setQuestion(undefined);
      if (!isAllowed) throw new Error('The person does not want that.');
      isCalling = wish.kind === 'call';
      const outcome =
        wish.kind === 'open'
          ? await ask('open-address', { url: wish.url })
          : await ask('try-tool', {
              id,
              name: remote,
              tool: wish.tool,
              arguments: wish.arguments as never,
              isFromApp: true,
            });
      isCalling = false;
      if (!outcome.ok) throw new Error(outcome.error.summary);
      return wish.kind === 'open' ? {} : (outcome.value as Fields);
    }
    const host = createAppHost({
      call,
      theme: () => shownTheme.current,
      version,
      // It has no origin that could be named; nothing but its page is ever loaded there.
      send: (message) => frame.current?.contentWindow?.postMessage(message, '*'),
      resize: setHeight,
      grant,
      end: () => setEnded(text.tooMuch),
      now: () => performance.now(),
    });
    running.current = host;
    const onMessage = (event: MessageEvent) => {
      if (event.source !== null && event.source === frame.current?.contentWindow) host.hear(event.data);
    };
    window.addEventListener('message', onMessage);
    return () => {
      window.removeEventListener('message', onMessage);
      // Nobody is left who would get its result.
      if (isCalling) void ask('stop-tool', { id });
    };
  }, [ask, call, ended, id, page, remote, version]);

  useEffect(() => {
    shownTheme.current = theme;
    running.current?.themeChanged();
  }, [theme]);

  function close() {
    question?.answer(false);
    setEnded(text.closed);
  }

  if (ended !== undefined)
    return (
      <Text size="sm" c="dimmed" role="status">
        {ended}
      </Text>
    );
  if (!page) return null;
  return (
    <Stack gap={4}>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          {text.reaches(page.domains)}
        </Text>
        <Button variant="subtle" color="gray" size="compact-xs" onClick={close}>
          {text.close}
        </Button>
      </Group>
      <iframe
        ref={frame}
        className={classes.frame}
        style={{ height }}
        src={page.address}
        sandbox="allow-scripts"
        allow=""
        referrerPolicy="no-referrer"
        title={text.title}
      />
      {question && (
        <AppQuestion remote={remote} wish={question.wish} onAnswer={question.answer} onEnd={close} />
      )}
    </Stack>
  );
}
