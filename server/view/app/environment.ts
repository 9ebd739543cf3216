// The environment of everything that is started: the app's own, plus the login shell's once that was asked.
import { mergeShellEnv, readShellEnv } from '../../config/shell-env.ts';
import type { ViewStore } from './view-store.ts';

export interface Environment {
  readonly env: NodeJS.ProcessEnv;
  /** Asks the login shell, at most 5 s. */
  load(): Promise<void>;
}

export function createEnvironment(store: ViewStore, own: NodeJS.ProcessEnv): Environment {
  let env = own;
  return {
    get env() {
      return env;
    },
    async load() {
      const given = await readShellEnv(own);
      if (given.kind === 'failed') return store.apply({ kind: 'set', parts: { environment: given } });
      const merged = mergeShellEnv(own, given.variables);
      env = merged.env;
      const { shell } = given;
      const environment = { kind: 'shell', shell, added: merged.added, path: env['PATH'] ?? '' } as const;
      store.apply({ kind: 'set', parts: { environment } });
    },
  };
}
