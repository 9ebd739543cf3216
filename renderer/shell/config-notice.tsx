import { Button } from '@mantine/core';
import type { ConfigProblem } from '../../server/contract/state.ts';
import { configConsequence } from '../components/config-consequence.ts';
import { useHost } from '../host/host-context.tsx';
import { words } from '../words.ts';
import { NoticeBar } from './notice-bar.tsx';

/** config.toml cannot be used: where, why, and what that means. */
export function ConfigNotice({ problem }: { problem: ConfigProblem }) {
  const { run } = useHost();
  const { file, line, reason } = problem;
  return (
    <NoticeBar
      level="error"
      text={`${words.notices.configBroken(line, reason)} ${configConsequence(problem)}`}
    >
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => run('open-path', { path: file, ...(line !== undefined && { line }) })}
      >
        {words.notices.openAt(line)}
      </Button>
    </NoticeBar>
  );
}
