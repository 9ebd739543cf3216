// Pages of MCP Apps in the window: each is served at an address of its own, as mcp-app://ID/, in a frame without an
// origin, while the window shows it. What holds it, from the outside in: the frame's sandbox, its policy, and requests
// that are stopped here whatever a page finds.
import { randomUUID } from 'node:crypto';
import { app, type Session } from 'electron';
import { deferred } from '../server/base/deferred.ts';
import type { CommandHandlers } from '../server/contract/commands.ts';
import { type AppPage, appPageOf, mayReach } from '../server/view/remotes/app-page.ts';
import { APP_PAGES_SCHEME } from './app-protocol.ts';

type AppPageCommandName = 'open-app' | 'close-app' | 'app-left';

interface OpenPage extends AppPage {
  /** Whether it left, when it is no longer in its frame. */
  readonly left: ReturnType<typeof deferred<boolean>>;
  /** That frame, once it is opened. */
  frame?: number;
}

const MAX_OPEN = 20;
const OWN_SCHEMES = ['app:', `${APP_PAGES_SCHEME}:`, 'data:', 'blob:', 'devtools:'];

/** @param read of the remote, the resource at an address */
export function serveAppPages(options: {
  session: Session;
  read(resource: { name: string; uri: string }): Promise<unknown>;
}): CommandHandlers<AppPageCommandName> {
  const { session } = options;
  const pages = new Map<string, OpenPage>();

  const pageAt = (address: string) => {
    if (!URL.canParse(address)) return undefined;
    const { protocol, hostname, pathname } = new URL(address);
    return protocol === `${APP_PAGES_SCHEME}:` && pathname === '/' ? pages.get(hostname) : undefined;
  };

  session.protocol.handle(APP_PAGES_SCHEME, ({ method, url }) => {
    const page = pageAt(url);
    if (method !== 'GET' || !page) return new Response(null, { status: 404 });
    return new Response(page.html, {
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': page.policy,
        'X-Content-Type-Options': 'nosniff',
        'X-DNS-Prefetch-Control': 'off',
        'Referrer-Policy': 'no-referrer',
        'Cache-Control': 'no-store',
      },
    });
  });

  function close(id: string): void {
    pages.get(id)?.left.resolve(false);
    pages.delete(id);
  }

  /** Never throws: a request without an answer would wait for ever. */
  function isAllowed(url: string): boolean {
    try {
      const address = new URL(url);
      if (OWN_SCHEMES.includes(address.protocol)) return true;
      return [...pages.values()].some(({ domains }) => mayReach(domains, address));
    } catch {
      return false;
    }
  }
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isAllowed(url) }));
  session.on('will-download', (event) => event.preventDefault());
  app.on('web-contents-created', (_event, contents) => {
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.on('will-frame-navigate', (event) => {
      // The window's own navigation is stopped elsewhere. A frame gets its page once, from the window.
      const isFirst = event.frame?.url === '' || event.frame?.url === 'about:blank';
      if (!event.isMainFrame && !(isFirst && pageAt(event.url))) event.preventDefault();
    });
    // Also told of what a policy stops, and of a page that leaves before it has loaded.
    contents.on('did-start-navigation', ({ url, frame, isMainFrame, isSameDocument }) => {
      if (isMainFrame || isSameDocument || frame?.parent !== contents.mainFrame) return;
      const { frameTreeNodeId: id } = frame;
      for (const page of pages.values()) if (page.frame === id) page.left.resolve(true);
      const opened = pageAt(url);
      if (opened) opened.frame ??= id;
    });
  });

  return {
    async 'open-app'({ name, uri }) {
      const page = appPageOf(name, uri, await options.read({ name, uri }));
      const id = randomUUID();
      pages.set(id, { ...page, left: deferred() });
      for (const old of [...pages.keys()].slice(0, -MAX_OPEN)) close(old);
      return { address: `${APP_PAGES_SCHEME}://${id}/`, domains: page.domains };
    },
    'close-app': ({ address }) => close(new URL(address).hostname),
    'app-left': ({ address }) => pageAt(address)?.left.promise ?? false,
  };
}
