// Rules of a file in the window: shown line by line, saved when the person says so; and all of them as text.
import { randomUUID } from 'node:crypto';
import type { Wanted } from '../../approvals/rules/import/candidate.ts';
import { openTokenStore } from '../../config/client-tokens.ts';
import type { Paths } from '../../config/paths.ts';
import type { CommandHandlers } from '../../contract/commands.ts';
import { ruleNotFound } from '../../errors/rules.ts';
import type { WindowRules } from './active-rules.ts';

export function createRuleFiles(options: {
  paths: Paths;
  rules(): WindowRules;
}): CommandHandlers<'look-at-rules-file' | 'import-rules' | 'export-rules'> {
  const { paths, rules } = options;
  let looked: { readonly id: string; readonly wanted: readonly Wanted[] } | undefined;

  return {
    async 'look-at-rules-file'({ file }) {
      const [{ openRulesFile }, { lookAtRules }] = await Promise.all([
        import('../../approvals/rules/import/read-file.ts'),
        import('../../approvals/rules/import/look.ts'),
      ]);
      const named = openTokenStore(paths.tokensFile).list();
      const making = {
        searchPath: rules().contextOf({ threadId: '' }).searchPath,
        clients: [...named, ...['local', 'anonymous'].map((name) => ({ id: name, name }))],
        running: [],
        how: 'import' as const,
      };
      const known = (await rules().list()).map(({ rule }) => rule);
      const { lines, wanted, differences } = lookAtRules(openRulesFile(file), making, known);
      looked = { id: randomUUID(), wanted };
      return { id: looked.id, lines, differences, saves: wanted.length };
    },

    async 'import-rules'({ id }) {
      if (looked?.id !== id) throw ruleNotFound(id);
      const { wanted } = looked;
      looked = undefined;
      for (const { isPaused, ...one } of wanted) {
        const rule = await rules().change({ do: 'add', ...one }, 'import');
        if (isPaused) await rules().change({ do: 'pause', id: rule.id, isPaused }, 'import');
      }
    },

    async 'export-rules'() {
      const { exportedText } = await import('../../approvals/rules/import/exported-rules.ts');
      return exportedText((await rules().list()).map(({ rule }) => rule));
    },
  };
}
