// One kind of notification: what there is to say in a state of the host, and what of it a person sees in the window
// anyway. A click opens a place in the window; nothing can be approved from a notification.
import type { WindowPlace } from '../../server/contract/ipc.ts';
import type { NotificationKind } from '../../server/contract/notifications.ts';
import type { HostState } from '../../server/contract/state.ts';

export interface Message {
  /** Of messages with the same key, one is shown at a time. */
  readonly key: string;
  /** What it is about. A person is told of each once; the message is withdrawn when none of them is left. */
  readonly causes: readonly string[];
  /** Asked for when it is shown. */
  text(): { readonly title: string; readonly body: string };
  /** Stays until it is answered or withdrawn, where the desktop knows that. */
  readonly isUrgent: boolean;
  /** Where a click leads. */
  readonly place: WindowPlace;
}

/** What the person looks at. */
export interface Looking {
  readonly isFocused: boolean;
  /** What the window shows; undefined while there is none. */
  readonly place: WindowPlace | undefined;
}

/** Replaces secrets: a notification is seen by whoever sees the screen, even a locked one. */
export type Redact = (text: string) => string;

export interface NotificationProvider {
  readonly kind: NotificationKind;
  /** What there is to say now, the most important first. */
  messages(state: HostState): readonly Message[];
  /** Whether the person does not see it in the window already. */
  mayDisplay(message: Message, looking: Looking): boolean;
}
