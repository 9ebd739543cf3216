// Shows and withdraws what the providers have to say: each cause once, nothing that the person sees in the window, and
// nothing while they do not want to be disturbed. What was held back then is shown afterwards, if it still counts.
import type { WindowPlace } from '../../server/contract/ipc.ts';
import { isQuiet, levelOf } from '../../server/contract/notifications.ts';
import type { HostState } from '../../server/contract/state.ts';
import type { Looking, Message, NotificationProvider } from './provider.ts';

export interface ShownMessage {
  close(): void;
}

export interface DisplayOptions {
  readonly hasSound: boolean;
  onClick(): void;
  /** The person or the desktop has closed it. */
  onGone(): void;
}

export interface Notifier {
  /** To be called when the state has changed, or what the person looks at. */
  refresh(): void;
  /** Withdraws everything; nothing is shown any more. */
  close(): void;
}

interface Displayed {
  readonly message: Message;
  readonly shown: ShownMessage;
}

/**
 * @param options.display shows one message outside of the window
 * @param options.now in ms since 1970
 */
export function createNotifier(options: {
  providers: readonly NotificationProvider[];
  state(): HostState;
  looking(): Looking;
  now(): number;
  display(message: Message, how: DisplayOptions): ShownMessage;
  open(place: WindowPlace): void;
}): Notifier {
  const parts = options.providers.map((provider) => ({
    provider,
    displayed: new Map<string, Displayed>(),
    told: new Set<string>(),
  }));
  type Part = (typeof parts)[number];
  let isClosed = false;

  function withdraw({ displayed }: Part, key: string): void {
    const one = displayed.get(key);
    displayed.delete(key);
    one?.shown.close();
  }

  function refreshPart(part: Part): void {
    const { provider, displayed, told } = part;
    const state = options.state();
    const looking = options.looking();
    const messages = new Map(provider.messages(state).map((message) => [message.key, message]));
    const causes = new Set([...messages.values()].flatMap((message) => message.causes));
    for (const cause of told) if (!causes.has(cause)) told.delete(cause);
    for (const [key, { message }] of displayed) {
      const isLeft = message.causes.some((cause) => causes.has(cause));
      if (!isLeft || !provider.mayDisplay(message, looking)) withdraw(part, key);
    }
    const { settings } = state;
    const level = levelOf(settings.notifications, provider.kind);
    if (!settings.notifies || level === 'off' || isQuiet(settings.doNotDisturb, options.now())) {
      for (const key of [...displayed.keys()]) withdraw(part, key);
      return;
    }
    for (const message of messages.values()) {
      const isNew = message.causes.some((cause) => !told.has(cause));
      for (const cause of message.causes) told.add(cause);
      if (isNew && !displayed.has(message.key) && provider.mayDisplay(message, looking))
        show(part, message, level === 'sound');
    }
  }

  function show(part: Part, message: Message, hasSound: boolean): void {
    const { key } = message;
    const one: Displayed = {
      message,
      shown: options.display(message, {
        hasSound,
        // The question it led to may be answered, and the next one is waiting.
        onClick: () => options.open(currentPlace(part, message)),
        onGone: () => {
          if (part.displayed.get(key) === one) part.displayed.delete(key);
        },
      }),
    };
    part.displayed.set(key, one);
  }

  function currentPlace({ provider }: Part, { key, place }: Message): WindowPlace {
    return provider.messages(options.state()).find((message) => message.key === key)?.place ?? place;
  }

  return {
    refresh() {
      // While the app ends, its state still changes: nobody would withdraw what is shown then.
      if (isClosed) return;
      for (const part of parts) refreshPart(part);
    },
    close() {
      isClosed = true;
      for (const part of parts) for (const key of [...part.displayed.keys()]) withdraw(part, key);
    },
  };
}
