// The window's commands about rules. What a rule is about comes from a question or a suggestion that is held here, or is
// what the person has typed on the Rules page.
import { type AuditLine, readAudit } from '../../approvals/audit-reader.ts';
import type { Rule } from '../../approvals/rules/rule.ts';
import { principalIdOf } from '../../config/client-names.ts';
import type { Paths } from '../../config/paths.ts';
import { realFolder } from '../../config/real-folder.ts';
import type { ruleCommands } from '../../contract/commands/rules.ts';
import type { CommandHandlers } from '../../contract/commands.ts';
import { ruleNotFound } from '../../errors/rules.ts';
import { cachedFile } from '../../files/cached-file.ts';
import type { WindowDesk } from '../approvals/window-desk.ts';
import { activeRules, type WindowRules } from './active-rules.ts';
import { createCardRules } from './card-rules.ts';
import { createRuleFiles } from './rule-files.ts';
import type { RuleList } from './rule-list.ts';

export function createRuleCommands(options: {
  paths: Paths;
  desk: WindowDesk;
  list: RuleList;
  rules(): WindowRules;
  /** The name of a principal, without its client's. */
  nameOf(principal: string): string;
}): CommandHandlers<Exclude<keyof typeof ruleCommands, 'choose-file'>> {
  const { paths, desk, list, rules } = options;
  const audit = cachedFile(paths.auditFile, (): readonly AuditLine[] => readAudit(paths.auditFile));
  const card = createCardRules({ desk, rules, nameOf: options.nameOf, decided: audit.current });
  /** Of this run, by id. */
  const revoked = new Map<string, Rule>();
  const suggested = new Map<string, Rule>();

  /** @throws rule-not-found */
  function held(rule: Rule | undefined, id: string): Rule {
    if (!rule) throw ruleNotFound(id);
    return rule;
  }

  return {
    ...card,
    ...createRuleFiles({ paths, rules }),

    'refresh-rules': list.refresh,

    'pause-rule': ({ id, isPaused }) => rules().change({ do: 'pause', id, isPaused }, 'page'),
    async 'revoke-rule'({ id }) {
      revoked.set(id, await rules().change({ do: 'remove', id }, 'page'));
    },
    async 'restore-rule'({ id }) {
      await rules().keep([held(revoked.get(id), id)]);
      revoked.delete(id);
    },
    'add-rule': (rule) => rules().change({ do: 'add', ...rule }, 'page'),
    'edit-rule': ({ id, changes }) => rules().change({ do: 'edit', id, changes }, 'page'),

    async 'suggest-rules'() {
      const [{ suggestRules }, { ruleInWords }] = await Promise.all([
        import('../../approvals/rules/suggest.ts'),
        import('../../approvals/rules/words.ts'),
      ]);
      const found = await suggestRules(
        audit.current(),
        await activeRules(rules()),
        rules().contextOf({ threadId: '' }),
      );
      suggested.clear();
      for (const { rule } of found) suggested.set(rule.id, rule);
      return {
        suggestions: found.map(({ rule, saves }) => {
          const { folder } = rule.scope;
          return { id: rule.id, sentence: ruleInWords(rule), saves, ...(folder !== undefined && { folder }) };
        }),
      };
    },
    async 'add-suggested-rule'({ id }) {
      const { originOf } = await import('../../approvals/rules/change.ts');
      await rules().keep([{ ...held(suggested.get(id), id), origin: originOf('page') }]);
      suggested.delete(id);
    },

    async 'test-rules'({ command, folder, client }) {
      const { judgeCommand } = await import('../../approvals/rules/verdict.ts');
      return judgeCommand(command, await rules().list(), {
        ...rules().contextOf({ threadId: '' }),
        folder: realFolder('The folder', folder),
        principal: client === undefined ? '' : principalIdOf(client, paths.tokensFile),
      });
    },
  };
}
