// resources/app-update.yml: what the app and electron-updater must know of the build. JSON, which is YAML too.
import type { Signing } from './signing.ts';

/**
 * @param env PATCHBAY_UPDATE_FEED: the folder on the web that this build asks for newer versions, unless the person has
 *   set another one
 * @throws when that is no https address
 */
export function updateSettings(
  env: NodeJS.ProcessEnv,
  signing: Pick<Signing, 'app' | 'windowsPublisher'>,
): string {
  const url = env['PATCHBAY_UPDATE_FEED'];
  if (url && !(URL.canParse(url) && new URL(url).protocol === 'https:')) {
    throw new Error(`PATCHBAY_UPDATE_FEED is no https address: ${url}`);
  }
  return JSON.stringify({
    // Of the folder for what is fetched, in the person's cache.
    updaterCacheDirName: 'patchbay',
    ...(url && { provider: 'generic', url }),
    ...(signing.windowsPublisher && { publisherName: [signing.windowsPublisher] }),
    isSigned: signing.app.osxSign !== undefined,
  });
}
