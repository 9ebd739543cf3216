// Applies a principal's mode to the permissions of its call: the stricter of the two wins.
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

/** A read-only call is already the stricter one: it asks nothing because it may change nothing. */
function asksAtLeast(permissions: Permissions, policy: ApprovalPolicy): Permissions {
  const { sandbox, approvalPolicy } = permissions;
  const onlyLooks = sandbox === 'read-only' && approvalPolicy === 'never';
  if (onlyLooks || approvalPolicy === 'untrusted') return permissions;
  return { ...permissions, approvalPolicy: policy };
}
