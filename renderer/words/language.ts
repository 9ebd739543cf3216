// The language of the texts, and how the person's region writes dates and numbers in it.

/** Of every text in words/. */
const language = 'en';

/**
 * For Intl: `en-DE` on a German system. Then months have English names, as the sentences around them, and days and hours
 * are in the order the person is used to.
 */
export const locale = localeOf(globalThis.navigator?.language ?? language);

/** @param system of the system: `de-DE`, `de` */
function localeOf(system: string): string {
  const { region } = new Intl.Locale(system).maximize();
  return region === undefined ? language : `${language}-${region}`;
}
