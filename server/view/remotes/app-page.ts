// The page of an MCP App (io.modelcontextprotocol/ui, 2026-01-26) as a remote gives it, and what it may reach: nothing
// but what its resource declares, and of that only addresses on the web. Everything here is the remote's own text.
import { appNotShown } from '../../errors/remotes.ts';

export interface AppPage {
  readonly html: string;
  /** The Content-Security-Policy it is served with. */
  readonly policy: string;
  /** What it may reach: `https://api.example.com`, `https://*.example.com`. */
  readonly domains: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

const MIME_TYPE = 'text/html;profile=mcp-app';
const MAX_DOMAINS = 20;
/** Names with a dot, because the page must not reach this machine nor its neighbours; no paths, no other schemes. */
const DOMAIN = /^(?:https|wss):\/\/(?:\*\.)?(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*(?::\d{1,5})?$/i;
/** Such names are of the local network. */
const LOCAL = /\.(?:local|localhost|internal|intranet|lan|home|corp|home\.arpa)(?::\d+)?$/i;

/**
 * @param result of `resources/read`
 * @throws app-not-shown
 */
export function appPageOf(remote: string, uri: string, result: unknown): AppPage {
  const contents = fieldsOf(result)['contents'];
  const content = Array.isArray(contents)
    ? contents.map(fieldsOf).find((one) => one['uri'] === uri)
    : undefined;
  if (!content) throw appNotShown(remote, uri, 'the server gave no page for it');
  const mimeType = String(content['mimeType'] ?? '')
    .replace(/[\s"]/g, '')
    .toLowerCase();
  if (mimeType !== MIME_TYPE) throw appNotShown(remote, uri, `it is not ${MIME_TYPE}`);
  const { text, blob } = content;
  const html =
    typeof text === 'string'
      ? text
      : typeof blob === 'string'
        ? Buffer.from(blob, 'base64').toString('utf8')
        : undefined;
  if (html === undefined) throw appNotShown(remote, uri, 'it has no text');
  const csp = fieldsOf(fieldsOf(fieldsOf(content['_meta'])['ui'])['csp']);
  const connect = domainsIn(csp['connectDomains']);
  const resources = domainsIn(csp['resourceDomains']);
  return { html, policy: policyOf(connect, resources), domains: [...new Set([...connect, ...resources])] };
}

/** Pages inside it (`frameDomains`), forms, plugins, workers and calls by WebRTC are not allowed to any. */
function policyOf(connect: readonly string[], resources: readonly string[]): string {
  const from = resources.join(' ');
  return [
    "default-src 'none'",
    `script-src 'unsafe-inline' ${from}`,
    `style-src 'unsafe-inline' ${from}`,
    `img-src data: blob: ${from}`,
    `media-src data: blob: ${from}`,
    `font-src data: ${from}`,
    `connect-src ${connect.join(' ') || "'none'"}`,
    "frame-src 'none'",
    "worker-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "webrtc 'block'",
    'sandbox allow-scripts',
  ]
    .map((directive) => directive.trim())
    .join('; ');
}

function domainsIn(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((one): one is string => typeof one === 'string' && isDomain(one)).slice(0, MAX_DOMAINS);
}

/** A URL too: a port over 65535 or broken Punycode makes it none. */
function isDomain(text: string): boolean {
  return DOMAIN.test(text) && !LOCAL.test(text) && URL.canParse(exampleOf(text));
}

/** An address without `*`, which stands for any name. */
function exampleOf(domain: string): string {
  return domain.replace('//*.', '//any.');
}

/** Whether a page with these domains may reach an address. */
export function mayReach(domains: readonly string[], address: URL): boolean {
  return domains.some((domain) => {
    const { protocol, hostname, port } = new URL(exampleOf(domain));
    if (protocol !== address.protocol || port !== address.port) return false;
    return domain.includes('//*.')
      ? address.hostname.endsWith(hostname.slice('any'.length))
      : address.hostname === hostname;
  });
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
