// The environment that the Azure library works in. It reads that of the process, and starts commands with it, so ours is
// laid over that one while the library works, and taken away again: nothing else is to find credentials there.
import type { AzureCredentials } from '../../contract/settings.ts';

/** What the library and its commands read. */
const READ_BY_LIBRARY = /^(AZURE_|IDENTITY_|MSI_|IMDS_|https?_proxy$|no_proxy$|all_proxy$|PATH$|HOME$)/i;
const CHOICE = 'AZURE_TOKEN_CREDENTIALS';

export interface AzureEnvironment {
  /** Several at once share it; the last takes it away. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** The library reads which credentials to try only while it is built. */
  choosing<T>(ways: AzureCredentials, build: () => T): T;
}

/** @param env the environment of the process itself needs nothing */
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

/** @returns how to put back what was there */
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
