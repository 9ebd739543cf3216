import { Alert, Button, Group, Title } from '@mantine/core';
import { IconInfoCircle, IconListCheck, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { RuleRow } from '../../../server/contract/rules.ts';
import { exposedThreads } from '../../../server/contract/selectors.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadProblem } from '../../components/load-problem.tsx';
import { Page } from '../../components/page.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import { CommandTest } from './command-test.tsx';
import { ExportRules } from './export-rules.tsx';
import { ImportRules } from './import-rules.tsx';
import { RuleEntry } from './rule-entry.tsx';
import { RuleForm } from './rule-form.tsx';
import classes from './rules-page.module.css';
import { SuggestedRules } from './suggested-rules.tsx';

/** A person's standing answers: each in words, with where it comes from and what it does; suggestions, and a test. */
export function RulesPage({ openId }: { openId: string | undefined }) {
  const { rules, threads } = useReadyState();
  const { ask } = useHost();
  const { go } = useNavigation();
  const [loaded, reload] = useLoaded(() => ask('refresh-rules', {}), '');
  const [isAdding, setAdding] = useState(false);
  // One that was revoked here stays in its place, so that this can be undone.
  const [seen, setSeen] = useState<readonly RuleRow[]>([]);
  const gone = seen.filter(({ id }) => !rules.some((row) => row.id === id));
  const shown = [...rules, ...gone].toSorted((a, b) => b.rule.origin.at.localeCompare(a.rule.origin.at));
  const holding = exposedThreads(threads);
  return (
    <Page
      title={words.pages.rules}
      actions={
        <Group gap="xs">
          <ImportRules />
          <ExportRules />
          <Button leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
            {words.rules.add}
          </Button>
        </Group>
      }
    >
      {holding.length > 0 && (
        <Alert color="yellow" icon={<IconInfoCircle />} mb="md" role="status">
          {words.rules.exposed(holding.map(({ title }) => title))}
        </Alert>
      )}
      {loaded.kind === 'failed' && <LoadProblem error={loaded.error} onRetry={reload} />}
      {loaded.kind !== 'failed' && shown.length === 0 && (
        <div className={classes.empty}>
          <EmptyState icon={IconListCheck} title={words.rules.none} hint={words.rules.noneHint}>
            <Group gap="xs" mt="xs">
              <Button variant="default" onClick={() => go({ page: 'inbox' })}>
                {words.rules.toInbox}
              </Button>
            </Group>
          </EmptyState>
        </div>
      )}
      {shown.map((row) => (
        <RuleEntry
          key={row.id}
          shown={row}
          isOpen={row.id === openId}
          onRevoke={() => setSeen((before) => [...before.filter(({ id }) => id !== row.id), row])}
        />
      ))}
      <Title order={2} mt="xl" mb={2}>
        {words.rules.test}
      </Title>
      <CommandTest />
      {loaded.kind === 'ready' && <SuggestedRules />}
      {isAdding && <RuleForm onClose={() => setAdding(false)} />}
    </Page>
  );
}
