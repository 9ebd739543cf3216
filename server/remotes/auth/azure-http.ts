// The HTTP client of the Azure library, so that its requests take the same way as all others: its own client does not
// trust the system's certificates behind a proxy.
import type { DefaultAzureCredentialOptions } from '@azure/identity';
import type { Network } from '../../network/network.ts';

type HttpClient = NonNullable<DefaultAzureCredentialOptions['httpClient']>;
type ResponseHeaders = Awaited<ReturnType<HttpClient['sendRequest']>>['headers'];

export function azureHttpClient({ fetch }: Network): HttpClient {
  return {
    async sendRequest(request) {
      const { url, method, body, timeout, abortSignal } = request;
      const signals = [abortSignal, timeout > 0 && AbortSignal.timeout(timeout)].filter((signal) => signal);
      const response = await fetch(url, {
        method,
        headers: request.headers.toJSON(),
        // The library only sends forms.
        ...(typeof body === 'string' && { body }),
        signal: AbortSignal.any(signals as AbortSignal[]),
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
