// Passes a request on to another server on loopback, as it is.
import http from 'node:http';

/** @param target where to, with the path */
export function forward(target: URL, request: http.IncomingMessage, response: http.ServerResponse): void {
  const { method, headers } = request;
  const upstream = http.request(target, { method: method ?? 'GET', headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  upstream.on('error', () => response.destroy());
  request.pipe(upstream);
}
