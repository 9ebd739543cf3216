// The window with a made-up host. `?scene=…` picks what it shows, `&refused=decide` a command that fails,
// `&words=pseudo` another language,
// `&held=yes` that nothing is answered before `window.stage.answer` is called. In the console, `window.stage.send` sends events and `window.stage.show` changes the
// scene.
import { createRoot } from 'react-dom/client';
import { App } from '../../../renderer/app.tsx';
import { createStageHost, type StageHost } from './host.ts';
import { sceneOf } from './scenes.ts';

export interface Stage extends Pick<StageHost, 'send' | 'given' | 'answer'> {
  /** @param query as in the page's address; @param place `#/inbox` */
  show(query: string, place: string): void;
}

declare global {
  interface Window {
    stage: Stage;
  }
}

const root = createRoot(document.getElementById('root') ?? document.body);
let shown = 0;

function show(search: string): void {
  const query = new URLSearchParams(search);
  const host = createStageHost(sceneOf(query.get('scene') ?? 'busy'), {
    refused: query.get('refused'),
    holds: query.has('held'),
  });
  if (query.get('introduced') === 'no') localStorage.removeItem('is-introduced');
  else localStorage.setItem('is-introduced', 'true');
  shown += 1;
  root.render(<App key={shown} api={host.api} />);
  window.stage = {
    send: host.send,
    given: host.given,
    answer: host.answer,
    show(next, place) {
      window.history.replaceState(null, '', place);
      show(next);
    },
  };
}

show(location.search);
