import { Anchor, Text } from '@mantine/core';
import { useReadyState } from '../host/host-context.tsx';
import { useNavigation } from '../navigation.tsx';
import { ruleNameIn, ruleSentence } from '../rule-words.ts';
import { words } from '../words.ts';
import { RuleText } from './prose.tsx';
import { RuleActions } from './rule-actions.tsx';
import classes from './rule-mention.module.css';
import { useRule } from './use-rule.ts';
import { VisibleText } from './visible-text.tsx';

/**
 * A rule beside what it has decided, with what can be done about it.
 * @param name as all that decided were called then, for one that is gone
 */
export function RuleMention({ id, name }: { id: string; name: string }) {
  const { threads } = useReadyState();
  const { go } = useNavigation();
  const rule = useRule(id);
  if (!rule.row) {
    return (
      <Text size="xs" c="dimmed" className={classes.text ?? ''}>
        <VisibleText>{`${ruleNameIn(name, id)}. ${words.rules.gone}`}</VisibleText>
      </Text>
    );
  }
  const sentence = ruleSentence(rule.row, threads);
  return (
    <div className={classes.mention}>
      <Text size="xs" className={classes.text ?? ''}>
        {rule.isRevoked ? (
          <>
            {words.rules.revoked}: <RuleText sentence={sentence} />
          </>
        ) : (
          <Anchor
            component="button"
            size="xs"
            className={classes.link ?? ''}
            title={words.rules.show}
            onClick={() => go({ page: 'rules', rule: id })}
          >
            <RuleText sentence={sentence} />
          </Anchor>
        )}
      </Text>
      {rule.row.state.kind !== 'active' && !rule.isRevoked && (
        <Text size="xs" c="dimmed">
          {words.rules.stateNow[rule.row.state.kind]}
        </Text>
      )}
      <span className={classes.actions}>
        <RuleActions rule={rule} sentence={sentence} />
      </span>
    </div>
  );
}
