import { Table, Text } from '@mantine/core';
import { type TokenCounts, tokensTogether } from '../../../server/contract/tokens.ts';
import { useHost } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';
import { words } from '../../words.ts';

const text = words.threads;

/** What a thread's turns have used. @param version what the numbers depend on beside the thread */
export function TokenTable({ threadId, version }: { threadId: string; version: string }) {
  const { ask } = useHost();
  const [loaded] = useLoaded(() => ask('thread-tokens', { threadId }), version);
  if (loaded.kind === 'loading') return null;
  const turns = loaded.kind === 'ready' ? loaded.value.turns : [];
  return (
    <section aria-label={text.tokensByTurn}>
      <Text component="h2" fw={600} mt="md" mb={4}>
        {text.tokensByTurn}
      </Text>
      {turns.length === 0 ? (
        <Text c="dimmed">{text.tokensUnknown}</Text>
      ) : (
        <Table.ScrollContainer minWidth={480} scrollAreaProps={{ type: 'auto' }}>
          <Table
            verticalSpacing={3}
            maw={680}
            withRowBorders={false}
            style={{ fontVariantNumeric: 'tabular-nums' }}
          >
            <Table.Thead>
              <Table.Tr>
                {text.tokenColumns.map((column) =>
                  column === '' ? (
                    <Table.Td key={column} />
                  ) : (
                    <Table.Th key={column} ta="right" fw={400} c="dimmed">
                      {column}
                    </Table.Th>
                  ),
                )}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {turns.map(({ at, tokens }, index) => (
                <Row key={at} name={text.tokensOfTurn(index + 1)} tokens={tokens} />
              ))}
              <Row
                name={text.tokensOfAll}
                tokens={turns.map(({ tokens }) => tokens).reduce(tokensTogether)}
                isSum
              />
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Text size="xs" c="dimmed">
        {text.tokensNoPrice}
      </Text>
    </section>
  );
}

function Row({ name, tokens, isSum = false }: { name: string; tokens: TokenCounts; isSum?: boolean }) {
  const { input, cached, output, reasoning, total } = tokens;
  const weight = isSum ? 600 : 400;
  const counts = [
    ['input', input],
    ['cached', cached],
    ['output', output],
    ['reasoning', reasoning],
    ['total', total],
  ] as const;
  return (
    <Table.Tr>
      <Table.Th fw={weight}>{name}</Table.Th>
      {counts.map(([kind, count]) => (
        <Table.Td key={kind} ta="right" fw={weight}>
          {words.number(count)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
