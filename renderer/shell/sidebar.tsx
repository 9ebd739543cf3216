import { Tooltip, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconActivity,
  IconDeviceDesktop,
  IconInbox,
  IconListCheck,
  IconMessages,
  IconPlugConnected,
  IconSettings,
} from '@tabler/icons-react';
import { remotesInTrouble } from '../../server/contract/conditions.ts';
import { type PageName, pageNames } from '../../server/contract/places.ts';
import { waitingCards } from '../../server/contract/selectors.ts';
import { Shortcut } from '../components/shortcut.tsx';
import { useReadyState } from '../host/host-context.tsx';
import { shortcutText } from '../host/platform.ts';
import { useNavigation } from '../navigation.tsx';
import { words } from '../words.ts';
import classes from './sidebar.module.css';

const icons: Readonly<Record<PageName, typeof IconInbox>> = {
  inbox: IconInbox,
  threads: IconMessages,
  clients: IconDeviceDesktop,
  remotes: IconPlugConnected,
  rules: IconListCheck,
  activity: IconActivity,
  settings: IconSettings,
};

export function Sidebar() {
  const { place, go } = useNavigation();
  const isNarrow = useMediaQuery('(max-width: 860px)', undefined, { getInitialValueInEffect: false });
  const { inbox, knocks, conditions } = useReadyState();
  const waiting = waitingCards(inbox).length;
  const counts: Readonly<Partial<Record<PageName, readonly [number, string]>>> = {
    inbox: [waiting, words.sidebar.waiting],
    clients: [knocks.length, words.sidebar.knocked],
    remotes: [remotesInTrouble(conditions).size, words.sidebar.inTrouble],
  };
  return (
    <nav className={classes.bar} aria-label={words.sidebar.label}>
      {pageNames.map((page, index) => {
        const Icon = icons[page];
        const isCurrent = place.page === page;
        const [count, meaning] = counts[page] ?? [0, ''];
        return (
          <Tooltip
            key={page}
            label={`${words.pages[page]} (${shortcutText(`mod+${index + 1}`)})`}
            position="right"
            // Beside the name it would say nothing new. Beside an icon it covers the page, so only for whoever stays there.
            disabled={!isNarrow}
            openDelay={1000}
            withinPortal={false}
            floatingStrategy="fixed"
            transitionProps={{ duration: 0 }}
          >
            <UnstyledButton
              className={classes.item}
              aria-current={isCurrent ? 'page' : undefined}
              onClick={() => go({ page })}
            >
              <Icon size={18} stroke={1.75} aria-hidden />
              <span className={classes.label}>{words.pages[page]}</span>
              {count === 0 && (
                <span className={classes.keys} aria-hidden>
                  <Shortcut keys={`mod+${index + 1}`} />
                </span>
              )}
              {count > 0 && (
                // Another number is another element: it has not moved.
                <span key={count} className={classes.count} data-page={page}>
                  {count} <VisuallyHidden component="span">{meaning}</VisuallyHidden>
                </span>
              )}
            </UnstyledButton>
          </Tooltip>
        );
      })}
      <VisuallyHidden role="status">{words.sidebar.announce(waiting)}</VisuallyHidden>
    </nav>
  );
}
