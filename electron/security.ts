// What no page may do here: navigate away, open windows, embed others, or use devices.
import { app, type Session } from 'electron';

/**
 * A page's `<link rel=dns-prefetch>` looks up names past its policy and past the filter of requests, and a name can say
 * something. Call before the app is ready.
 */
export function stopNameLookups(): void {
  app.commandLine.appendSwitch('blink-settings', 'dnsPrefetchingEnabled=false');
}

/** Call before any window is created. */
export function lockDown(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
