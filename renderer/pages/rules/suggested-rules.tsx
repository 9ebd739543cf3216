import { Button, Paper, Text, Title } from '@mantine/core';
import type { SuggestedRule } from '../../../server/contract/rules.ts';
import { exposedThreads } from '../../../server/contract/selectors.ts';
import { LoadProblem } from '../../components/load-problem.tsx';
import { RuleText } from '../../components/prose.tsx';
import { Rows } from '../../components/rows.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { useLoaded } from '../../host/use-loaded.ts';
import { ruleInQuotes, sentenceWithPath } from '../../rule-words.ts';
import { words } from '../../words.ts';
import classes from './rule-entry.module.css';

/** Rules that would have answered what the person has always approved. */
export function SuggestedRules() {
  const { rules } = useReadyState();
  const { ask } = useHost();
  const [loaded, reload] = useLoaded(() => ask('suggest-rules', {}), rules.map(({ id }) => id).join());
  return (
    <>
      <Title order={2} mt="xl" mb={2}>
        {words.rules.suggestions}
      </Title>
      {loaded.kind === 'loading' && <Rows />}
      {loaded.kind === 'failed' && <LoadProblem error={loaded.error} onRetry={reload} />}
      {loaded.kind === 'ready' && (
        <>
          <Text c="dimmed" mb="sm">
            {loaded.value.suggestions.length > 0 ? words.rules.suggestionsHint : words.rules.noSuggestions}
          </Text>
          {loaded.value.suggestions.map((suggestion) => (
            <Suggestion key={suggestion.id} suggestion={suggestion} />
          ))}
        </>
      )}
    </>
  );
}

function Suggestion({ suggestion }: { suggestion: SuggestedRule }) {
  const { id, saves } = suggestion;
  const sentence = sentenceWithPath(suggestion.sentence, suggestion.folder);
  const label = ruleInQuotes(sentence);
  const { threads } = useReadyState();
  const [add, isAdding] = useCommand('add-suggested-rule');
  return (
    <Paper withBorder p="sm" mb="xs" component="section" aria-label={label}>
      <div className={classes.row}>
        <div className={classes.words}>
          <Text>
            <RuleText sentence={sentence} />
          </Text>
          <Text size="xs" c="dimmed">
            {words.rules.saves(saves)}
          </Text>
        </div>
        <Button
          variant="default"
          loading={isAdding}
          disabled={exposedThreads(threads).length > 0}
          aria-label={words.rules.nameOf(words.rules.addSuggested, label)}
          onClick={() => add({ id })}
        >
          {words.rules.addSuggested}
        </Button>
      </div>
    </Paper>
  );
}
