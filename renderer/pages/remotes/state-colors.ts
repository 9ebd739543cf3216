import type { shownStateOf } from '../../../server/contract/selectors.ts';

export const stateColors: Readonly<Record<ReturnType<typeof shownStateOf>, string>> = {
  unused: 'gray',
  idle: 'gray',
  connecting: 'indigo',
  ready: 'green',
  'to-review': 'orange',
  'needs-sign-in': 'orange',
  failed: 'red',
  disabled: 'gray',
  loop: 'orange',
  broken: 'red',
};
