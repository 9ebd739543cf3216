// One notification of the desktop.
import { Notification, shell } from 'electron';
import { withoutMarkup } from './notification-markup.ts';
import type { DisplayOptions, ShownMessage } from './notifier.ts';
import type { Message } from './provider.ts';

/**
 * @param hasMarkup whether the desktop reads bodies as markup
 * @returns what shows a message
 */
export function desktopDisplay(hasMarkup: boolean): (message: Message, how: DisplayOptions) => ShownMessage {
  /** Held until they are closed: one that is garbage-collected loses its click. */
  const held = new Set<Notification>();
  return ({ isUrgent, text }, how) => {
    const { title, body } = text();
    const notification = new Notification({
      title,
      body: hasMarkup ? withoutMarkup(body) : body,
      silent: !how.hasSound,
      ...(isUrgent && { urgency: 'critical' }),
    });
    held.add(notification);
    notification.on('click', how.onClick);
    notification.on('close', () => {
      held.delete(notification);
      how.onGone();
    });
    notification.show();
    // There, Electron asks the desktop neither for a sound nor for silence.
    if (how.hasSound && process.platform === 'linux') shell.beep();
    return {
      close() {
        // Not every desktop says that it has closed it.
        held.delete(notification);
        notification.close();
      },
    };
  };
}
