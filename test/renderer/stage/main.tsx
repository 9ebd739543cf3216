// The window with a made-up host. `?scene=…` picks what it shows, `&refused=decide`
// a command that fails; `window.stage.send` in the console sends events.
import { createRoot } from 'react-dom/client';
import { App } from '../../../renderer/app.tsx';
import { createStageHost, type StageHost } from './host.ts';
import { sceneOf } from './scenes.ts';

declare global {
  interface Window {
    stage: StageHost;
  }
}

const query = new URLSearchParams(location.search);
const stage = createStageHost(sceneOf(query.get('scene') ?? 'busy'), query.get('refused'));
window.stage = stage;
if (query.get('introduced') !== 'no') localStorage.setItem('is-introduced', 'true');
const root = document.getElementById('root');
if (root) createRoot(root).render(<App api={stage.api} />);
