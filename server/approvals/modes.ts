// The mode of a principal over what its call ended up with: the stricter of the two wins.
import type { Mode } from '../contract/mode.ts';
import type { ApprovalPolicy, Permissions } from './ceilings.ts';

/** @param permissions after the ceiling */
export function applyMode(permissions: Permissions, mode: Mode): Permissions {
  switch (mode) {
    case 'as-the-call-says':
      return permissions;
    case 'look-only':
      return { ...permissions, sandbox: 'read-only', approvalPolicy: 'never', networkAccess: false };
    case 'ask-first':
      return asksAtLeast(permissions, 'untrusted');
    case 'ask-at-the-edge':
      return asksAtLeast(permissions, 'on-request');
  }
}

/** A call that can only look is the stricter one already: it is asked nothing because it may do nothing. */
function asksAtLeast(permissions: Permissions, policy: ApprovalPolicy): Permissions {
  const { sandbox, approvalPolicy } = permissions;
  const onlyLooks = sandbox === 'read-only' && approvalPolicy === 'never';
  if (onlyLooks || approvalPolicy === 'untrusted') return permissions;
  return { ...permissions, approvalPolicy: policy };
}
