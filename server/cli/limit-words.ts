// The limits of a client in one line.
import type { Limits } from '../contract/limits.ts';

/** @returns empty when there are none */
export function limitsInWords(limits: Limits): string {
  const { folders, remotes, toolTier, tools, codexTools, toolSearch, approvalPolicy, models, mostTurns } =
    limits;
  const parts = [
    folders && `in ${folders.join(', ')}`,
    remotes && `servers: ${remotes.join(', ') || 'none'}`,
    toolTier && `tools up to ${toolTier}`,
    tools && `${toolTier ? 'and' : 'only'} the tools ${tools.join(', ') || '(none)'}`,
    codexTools === false && 'no Codex tools',
    toolSearch && 'finds tools by search',
    approvalPolicy && `asks at least ${approvalPolicy}`,
    models && `models: ${models.join(', ')}`,
    mostTurns !== undefined && `at most ${mostTurns} ${mostTurns === 1 ? 'turn' : 'turns'} at once`,
  ];
  return parts.filter(Boolean).join('; ');
}
