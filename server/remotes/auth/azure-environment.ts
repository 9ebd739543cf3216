// The environment for the Azure library. The library reads the process's environment and starts commands with it, so
// ours is merged into that while the library works, and removed afterwards: nothing else should find credentials
// there.
import type { AzureCredentials } from '../../contract/settings.ts';

/** The variables that the library and its commands read. */
const READ_BY_LIBRARY = /^(AZURE_|IDENTITY_|MSI_|IMDS_|https?_proxy$|no_proxy$|all_proxy$|PATH$|HOME$)/i;
const CHOICE = 'AZURE_TOKEN_CREDENTIALS';

export interface AzureEnvironment {
  /** Simultaneous users share it; the last one removes it. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** The library reads which credentials to try only in its constructor. */
  choosing<T>(ways: AzureCredentials, build: () => T): T;
}

/** @param env if it is the process's own environment, nothing is changed */
export function azureEnvironment(env: NodeJS.ProcessEnv): AzureEnvironment {
  const ours = Object.entries(env).filter(([name]) => READ_BY_LIBRARY.test(name));
  let users = 0;
  let restore: () => void = () => undefined;

  return {
    async during(work) {
      users += 1;
      if (users === 1 && env !== process.env) restore = layOver(ours);
      try {
        return await work();
      } finally {
        users -= 1;
        if (users === 0) restore();
      }
    },
    choosing(ways, build) {
      const putBack = ways === 'auto' ? () => undefined : layOver([[CHOICE, ways]]);
      try {
        return build();
      } finally {
        putBack();
      }
    },
  };
}

/** @returns a function that restores the previous values */
function layOver(values: readonly (readonly [string, string | undefined])[]): () => void {
  const before = values.map(([name]) => [name, process.env[name]] as const);
  for (const [name, value] of values) set(name, value);
  return () => {
    for (const [name, value] of before) set(name, value);
  };
}

function set(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
