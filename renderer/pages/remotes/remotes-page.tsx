import { IconPlugConnected } from '@tabler/icons-react';
import { CopyButton } from '../../components/copy-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';

/** MCP servers of config.toml. This page does not list them yet. */
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
