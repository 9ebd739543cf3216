import { Badge, Button, Collapse, Group, Paper, Switch, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { PrincipalRow } from '../../../server/contract/state.ts';
import { Ago } from '../../components/elapsed.tsx';
import { useHost } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { ClientLimits } from './client-limits.tsx';
import { LeashSection } from './leash-section.tsx';
import { LimitBadges } from './limit-badges.tsx';
import { Limits } from './limits.tsx';
import { ModeSelect } from './mode-select.tsx';
import { PauseClient } from './pause-client.tsx';
import classes from './principal-card.module.css';
import { RevokeClient } from './revoke-client.tsx';
import { ExpiredNote, ExpiresSoon, TokenExpiryChoice } from './token-expiry.tsx';
import { WhenNobodySection } from './when-nobody.tsx';

/** One token, or an access that needs none: how much it asks, what it can never exceed, whether it may answer. */
export function PrincipalCard({ principal }: { principal: PrincipalRow }) {
  const { run } = useHost();
  const [areLimitsOpen, limits] = useDisclosure();
  const { id, name, mode, mayApprove, createdAt, lastUsedAt, expiresAt } = principal;
  const onlyLooks = mode === 'look-only';
  const Chevron = areLimitsOpen ? IconChevronDown : IconChevronRight;
  const change = (changes: Parameters<typeof run<'change-principal'>>[1]['changes']) =>
    run('change-principal', { id, changes });
  return (
    <Paper withBorder p="sm" mb="xs" component="section" aria-label={name}>
      <div className={classes.row}>
        <div className={classes.name}>
          <Group gap="xs">
            <Text fw={600}>{words.clients.builtIn[name]?.title ?? name}</Text>
            {principal.isPaused && <Badge color="yellow">{words.clients.paused}</Badge>}
          </Group>
          <Text size="xs" c="dimmed">
            {createdAt === undefined ? (
              (words.clients.builtIn[name]?.hint ?? '')
            ) : (
              <>
                {words.clients.tokenMade} <Ago at={createdAt} />
                {', '}
                {lastUsedAt ? (
                  <>
                    {words.clients.lastUsed} <Ago at={lastUsedAt} />
                  </>
                ) : (
                  words.clients.neverUsed
                )}
                <ExpiresSoon at={expiresAt} />
              </>
            )}
          </Text>
        </div>
        <Group gap={4}>
          {createdAt !== undefined && <RevokeClient name={name} />}
          <PauseClient principal={principal} />
          <Button
            variant="subtle"
            color="gray"
            rightSection={<Chevron size={14} />}
            aria-expanded={areLimitsOpen}
            onClick={limits.toggle}
          >
            {words.clients.limits}
          </Button>
        </Group>
      </div>
      <div className={classes.row}>
        <ModeSelect principal={principal} />
        <Switch
          label={onlyLooks ? words.clients.mayApproveTools : words.clients.mayApprove}
          checked={mayApprove}
          onChange={(event) => change({ mayApprove: event.currentTarget.checked })}
        />
      </div>
      {principal.ceiling.sandbox === 'danger-full-access' && !onlyLooks && (
        <Badge color="orange" mt={6}>
          {words.clients.withoutSandbox}
        </Badge>
      )}
      <LimitBadges principal={principal} />
      <ExpiredNote principal={principal} />
      <Collapse expanded={areLimitsOpen}>
        <Limits principal={principal} onChange={change} />
        <ClientLimits principal={principal} />
        <TokenExpiryChoice principal={principal} />
        <WhenNobodySection principal={principal} />
        <LeashSection principal={principal} onChange={(leash) => change({ leash })} />
      </Collapse>
    </Paper>
  );
}
