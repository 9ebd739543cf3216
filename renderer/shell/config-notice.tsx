import { Button } from '@mantine/core';
import type { ConfigProblem } from '../../server/view/state.ts';
import { heldVersion } from '../components/held-version.ts';
import { useHost } from '../host/host-context.tsx';
import { words } from '../words.ts';
import { NoticeBar } from './notice-bar.tsx';

/** config.toml is broken: where, why, and that what it said before holds. */
export function ConfigNotice({ problem }: { problem: ConfigProblem }) {
  const { run } = useHost();
  const { file, line, reason, heldSince } = problem;
  return (
    <NoticeBar level="error" text={`${words.notices.configBroken(line, reason)} ${heldVersion(heldSince)}`}>
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
