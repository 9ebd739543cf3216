// The window starts here: the preload has put the API for the host on the page.
import { createRoot } from 'react-dom/client';
import type { PatchbayApi } from '../server/contract/ipc.ts';
import { App } from './app.tsx';

declare global {
  interface Window {
    readonly patchbay: PatchbayApi;
  }
}

const root = document.getElementById('root');
if (root) createRoot(root).render(<App api={window.patchbay} />);
