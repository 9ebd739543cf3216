// The HTTP client of the Azure library, so that its requests take the same way as all others: its own client does not
// trust the system's certificates behind a proxy.
import type { DefaultAzureCredentialOptions } from '@azure/identity';
import { abortAfter } from '../../base/deadline.ts';
import type { Network } from '../../network/network.ts';

type HttpClient = NonNullable<DefaultAzureCredentialOptions['httpClient']>;
type ResponseHeaders = Awaited<ReturnType<HttpClient['sendRequest']>>['headers'];

export function azureHttpClient({ fetch }: Network): HttpClient {
  return {
    async sendRequest(request) {
      const { url, method, body, timeout, abortSignal } = request;
      const given = abortSignal ? [abortSignal as AbortSignal] : [];
      const response = await fetch(url, {
        method,
        headers: request.headers.toJSON(),
        // The library only sends forms.
        ...(typeof body === 'string' && { body }),
        signal: timeout > 0 ? abortAfter(timeout, given) : AbortSignal.any(given),
      });
      const headers = Object.assign(new Headers(response.headers), {
        toJSON: () => Object.fromEntries(response.headers),
      });
      const bodyAsText = await response.text();
      // These headers return null where the library's own return undefined.
      return { request, status: response.status, headers: headers as unknown as ResponseHeaders, bodyAsText };
    },
  };
}
