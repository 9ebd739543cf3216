import { Alert, Button, Group, Select, Text } from '@mantine/core';
import { IconClockX } from '@tabler/icons-react';
import type { PrincipalRow } from '../../../server/contract/state.ts';
import { useNow } from '../../components/use-now.ts';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';

type Expiry = NonNullable<PrincipalRow['expiry']>;

const choices: readonly Expiry[] = [
  ...[30, 90, 365].map((days) => ({ kind: 'unused' as const, days })),
  { kind: 'never' },
];
/** What a renewed token gets whose own time is over for good. */
const USUAL: Expiry = { kind: 'unused', days: 90 };
const LOOK_EVERY_MS = 5000;
const SOON_MS = 14 * 24 * 60 * 60_000;

/** Says that the token of a client has expired, and renews it. */
export function ExpiredNote({ principal: { name, expiry, expiresAt } }: { principal: PrincipalRow }) {
  const now = useNow(LOOK_EVERY_MS);
  const [renew, isBusy] = useCommand('renew-token');
  if (expiresAt === undefined || expiresAt > now) return null;
  return (
    <Alert color="red" icon={<IconClockX />} mt="xs" p="xs" title={words.limits.expired}>
      <Group justify="space-between">
        <Text>{words.limits.expiredHint}</Text>
        <Button
          variant="default"
          loading={isBusy}
          onClick={() => renew({ name, expiry: expiry?.kind === 'unused' ? expiry : USUAL })}
        >
          {words.limits.renew}
        </Button>
      </Group>
    </Alert>
  );
}

/** Says when a token expires, if that is soon. */
export function ExpiresSoon({ at }: { at: number | undefined }) {
  const leftMs = (at ?? Number.POSITIVE_INFINITY) - useNow(LOOK_EVERY_MS);
  return at !== undefined && leftMs > 0 && leftMs < SOON_MS
    ? `, ${words.limits.expires(words.limits.day(at))}`
    : null;
}

/** When the token of a client expires. */
export function TokenExpiryChoice({ principal: { name, expiry } }: { principal: PrincipalRow }) {
  const [renew] = useCommand('renew-token');
  if (!expiry) return null;
  const all = choices.some((choice) => nameOf(choice) === nameOf(expiry)) ? choices : [expiry, ...choices];
  return (
    <Select
      mt="sm"
      maw={560}
      label={words.limits.expiry}
      allowDeselect={false}
      data={all.map(nameOf)}
      value={nameOf(expiry)}
      onChange={(value) => {
        const chosen = all.find((choice) => nameOf(choice) === value);
        if (chosen) void renew({ name, expiry: chosen });
      }}
    />
  );
}

function nameOf(expiry: Expiry): string {
  switch (expiry.kind) {
    case 'never':
      return words.limits.never;
    case 'unused':
      return words.limits.unused(expiry.days);
    case 'at':
      // It ends with the day before this moment.
      return words.limits.onDay(words.limits.day(Date.parse(expiry.at) - 1));
  }
}
