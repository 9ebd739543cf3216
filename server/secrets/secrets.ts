// Secrets at rest: one small store behind which they lie sealed with a key of the system's keychain, plain in a file of
// one's own, or in memory alone.

/** `keyring`: in PATCHBAY_HOME, sealed with a key that the system's keychain holds. */
export type StoreKind = 'keyring' | 'file' | 'memory';
