import type { RemoteStatus } from '../../../server/contract/state.ts';

export const stateColors: Readonly<Record<RemoteStatus['kind'], string>> = {
  unused: 'gray',
  idle: 'gray',
  connecting: 'indigo',
  ready: 'green',
  'needs-sign-in': 'orange',
  failed: 'red',
  disabled: 'gray',
  loop: 'orange',
  broken: 'red',
};
