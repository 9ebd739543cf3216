import { Badge, Group, Tooltip } from '@mantine/core';
import type { PrincipalRow } from '../../../server/contract/state.ts';
import { words } from '../../words.ts';

interface Shown {
  readonly text: string;
  /** The whole of what the text sums up. */
  readonly all?: readonly string[] | undefined;
}

/** The limits of a client that are in force, each in a few words. */
export function LimitBadges({ principal }: { principal: PrincipalRow }) {
  const shown = badgesOf(principal);
  if (shown.length === 0) return null;
  return (
    <Group gap={6} mt={6}>
      {shown.map(({ text, all }) => (
        <Tooltip key={text} label={all?.join('\n')} disabled={!all} style={{ whiteSpace: 'pre-line' }}>
          <Badge color="gray" variant="light" tt="none" style={{ maxWidth: '100%' }}>
            {text}
          </Badge>
        </Tooltip>
      ))}
    </Group>
  );
}

function badgesOf({ limits, mode }: PrincipalRow): Shown[] {
  const { folders, remotes, toolTier, tools, codexTools, toolSearch, models, mostTurns } = limits;
  // Whoever only looks asks nothing.
  const approvalPolicy = mode === 'look-only' ? undefined : limits.approvalPolicy;
  const { badges } = words.limits;
  const tier = toolTier && badges.tiers[toolTier];
  const asks = approvalPolicy && badges.asks[approvalPolicy];
  return [
    folders && { text: badges.folders(folders), all: folders },
    remotes && { text: badges.remotes(remotes) },
    tier ? { text: tier } : undefined,
    tools && { text: badges.tools(tools.length), all: tools.length > 0 ? tools : undefined },
    codexTools === false ? { text: badges.noCodex } : undefined,
    toolSearch ? { text: badges.toolSearch } : undefined,
    asks ? { text: asks } : undefined,
    models && { text: badges.models(models) },
    mostTurns !== undefined ? { text: badges.turns(mostTurns) } : undefined,
  ].filter((badge) => badge !== undefined);
}
