import { IconPlugConnected } from '@tabler/icons-react';
import { CopyButton } from '../../components/copy-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';

/** MCP servers of config.toml. They run inside Codex; this page lists them once Patchbay forwards to them itself. */
export function RemotesPage() {
  const { places } = useReadyState();
  return (
    <Page title={words.pages.remotes}>
      <EmptyState icon={IconPlugConnected} title={words.remotes.title} hint={words.remotes.hint}>
        <CopyButton text={`${places.codexHome}/config.toml`} label={words.remotes.copyPath}>
          {words.remotes.copyPath}
        </CopyButton>
      </EmptyState>
    </Page>
  );
}
