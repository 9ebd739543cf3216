// Whether to show the first five minutes. Once shown, they stay until the person leaves them: the checks turn green
// while the first client connects.
import { useLocalStorage } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { HostState } from '../../server/contract/state.ts';

export function useIntroduction(state: HostState): { isIntroducing: boolean; leave: () => void } {
  const [isIntroduced, setIntroduced] = useLocalStorage({
    key: 'is-introduced',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [hasBegun, setBegun] = useState(() => !isIntroduced && isUnused(state));
  useEffect(() => {
    if (!isIntroduced && !hasBegun) setIntroduced(true);
  }, [isIntroduced, hasBegun, setIntroduced]);
  return {
    isIntroducing: hasBegun,
    leave() {
      setBegun(false);
      setIntroduced(true);
    },
  };
}

/** No client has ever connected. */
function isUnused({ clients, threads, inbox, principals }: HostState): boolean {
  const everUsed = principals.some(({ lastUsedAt }) => lastUsedAt !== undefined);
  return clients.length === 0 && threads.length === 0 && inbox.length === 0 && !everUsed;
}
