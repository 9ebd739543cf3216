import { Tabs } from '@mantine/core';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import detail from '../../components/detail.module.css';
import { DetailHead } from '../../components/detail-head.tsx';
import { words } from '../../words.ts';
import { AboutTab } from './about-tab.tsx';
import { ItemsTab } from './items-tab.tsx';
import { OddNote } from './odd-note.tsx';
import { OutputTab } from './output-tab.tsx';
import { RemoteActions } from './remote-actions.tsx';
import { StatusLine } from './status-line.tsx';
import { StatusNote } from './status-note.tsx';
import { ToolsTab } from './tools-tab.tsx';

/** One remote: its state, what it offers, its output. */
export function RemoteDetail({ remote }: { remote: RemoteRow }) {
  const { name, status } = remote;
  const { tabs } = words.remotes;
  return (
    <div className={detail.detail}>
      <DetailHead page="remotes" title={makeVisible(name)}>
        <RemoteActions remote={remote} />
      </DetailHead>
      <StatusLine remote={remote} />
      {status.kind === 'broken' && (
        <div className={detail.panel}>
          <StatusNote remote={remote} />
        </div>
      )}
      {status.kind !== 'broken' && (
        <Tabs defaultValue="tools" className={detail.tabs ?? ''}>
          <Tabs.List px={12}>
            <Tabs.Tab value="tools">{tabs.tools}</Tabs.Tab>
            <Tabs.Tab value="resources">{tabs.resources}</Tabs.Tab>
            <Tabs.Tab value="prompts">{tabs.prompts}</Tabs.Tab>
            <Tabs.Tab value="output">{tabs.output}</Tabs.Tab>
            <Tabs.Tab value="about">{tabs.about}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="tools" tabIndex={0} className={detail.panel ?? ''}>
            <StatusNote remote={remote} />
            <OddNote oddities={remote.oddities} />
            <ToolsTab remote={remote} />
          </Tabs.Panel>
          <Tabs.Panel value="resources" tabIndex={0} className={detail.panel ?? ''}>
            <StatusNote remote={remote} />
            <ItemsTab remote={remote} kind="resources" />
          </Tabs.Panel>
          <Tabs.Panel value="prompts" tabIndex={0} className={detail.panel ?? ''}>
            <StatusNote remote={remote} />
            <ItemsTab remote={remote} kind="prompts" />
          </Tabs.Panel>
          <Tabs.Panel value="output" tabIndex={0} className={detail.panel ?? ''}>
            <StatusNote remote={remote} />
            <OutputTab remote={remote} />
          </Tabs.Panel>
          <Tabs.Panel value="about" tabIndex={0} className={detail.panel ?? ''}>
            <StatusNote remote={remote} />
            <AboutTab remote={remote} />
          </Tabs.Panel>
        </Tabs>
      )}
    </div>
  );
}
