import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './base.css';
import './colors.css';
import './forced-colors.css';
import { Center, Loader, MantineProvider } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { PatchbayApi } from '../server/contract/ipc.ts';
import { HighlighterProvider } from './components/diff/highlighter-context.tsx';
import { HostProvider, useHostState } from './host/host-context.tsx';
import { openHostStore } from './host/host-store.ts';
import { NavigationProvider } from './navigation.tsx';
import { PaletteProvider } from './shell/palette-context.tsx';
import { Shell } from './shell/shell.tsx';
import { cssVariables, theme } from './theme.ts';
import { words } from './words.ts';

/** The whole window. */
export function App({ api }: { api: PatchbayApi }) {
  const [store] = useState(() => openHostStore(api));
  useEffect(() => store.close, [store]);
  return (
    <HostProvider api={api} store={store}>
      <Looks />
    </HostProvider>
  );
}

function Looks() {
  const state = useHostState();
  const appearance = state?.settings.appearance ?? 'system';
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      {...(appearance !== 'system' && { forceColorScheme: appearance })}
    >
      {state ? (
        <NavigationProvider>
          <HighlighterProvider>
            <PaletteProvider>
              <Shell />
            </PaletteProvider>
          </HighlighterProvider>
        </NavigationProvider>
      ) : (
        <Center h="100%">
          <Loader aria-label={words.loading} />
        </Center>
      )}
    </MantineProvider>
  );
}
