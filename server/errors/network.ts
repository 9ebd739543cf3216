// Errors of the way out to the network.
import { PatchbayError } from './error.ts';

/** The variable of a proxy holds no usable address. @param reason a clause */
export function proxyBroken(reason: string): PatchbayError {
  return new PatchbayError(
    'proxy-broken',
    `The proxy of HTTPS_PROXY or HTTP_PROXY cannot be used (${reason}).`,
    'Correct the variable where Patchbay is started; it looks like http://proxy.example.com:8080.',
  );
}
