// What a person is notified of outside of the window, and when not.
import { z } from 'zod';
import { once } from '../base/once.ts';

export const notificationKinds = ['questions', 'signIns', 'turns'] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** `silent`: shown without a sound. */
export const notificationLevels = ['off', 'silent', 'sound'] as const;
export type NotificationLevel = (typeof notificationLevels)[number];

/** By kind; what is absent has the default. */
export const notificationLevelsSchema = once(() => {
  const level = z.enum(notificationLevels).optional();
  return z.strictObject({ questions: level, signIns: level, turns: level });
});
export type StoredNotificationLevels = z.infer<ReturnType<typeof notificationLevelsSchema>>;

const defaultLevels: Readonly<Record<NotificationKind, NotificationLevel>> = {
  questions: 'sound',
  signIns: 'silent',
  turns: 'silent',
};

export function levelOf(stored: StoredNotificationLevels, kind: NotificationKind): NotificationLevel {
  return stored[kind] ?? defaultLevels[kind];
}

/** `on`: until the person ends it. `at`: in ms since 1970. */
export const doNotDisturbSchema = once(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('off') }),
    z.strictObject({ kind: z.literal('on') }),
    z.strictObject({ kind: z.literal('until'), at: z.number().int().nonnegative() }),
  ]),
);
export type DoNotDisturb = z.infer<ReturnType<typeof doNotDisturbSchema>>;

/** @param now in ms since 1970 */
export function isQuiet(wish: DoNotDisturb, now: number): boolean {
  return wish.kind === 'on' || (wish.kind === 'until' && now < wish.at);
}

/** The times that are offered. */
export const quietSpans = ['hour', 'tomorrow', 'on'] as const;
export type QuietSpan = (typeof quietSpans)[number];

const HOUR_MS = 3_600_000;
/** When a day of work begins. */
const MORNING_HOUR = 8;

/**
 * `tomorrow`: at eight the next morning, by the clock of this machine.
 * @param now in ms since 1970
 */
export function quietFor(span: QuietSpan, now: number): DoNotDisturb {
  switch (span) {
    case 'on':
      return { kind: 'on' };
    case 'hour':
      return { kind: 'until', at: now + HOUR_MS };
    case 'tomorrow': {
      const morning = new Date(now);
      morning.setDate(morning.getDate() + 1);
      morning.setHours(MORNING_HOUR, 0, 0, 0);
      return { kind: 'until', at: morning.getTime() };
    }
  }
}
