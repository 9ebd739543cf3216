// What of the project goes into the package's app.asar: the bundles, the icons they show, and package.json.

const SHIPPED = [/^\/package\.json$/, /^\/out$/, /^\/out\/[^.]/, /^\/build$/, /^\/build\/icons(\/|$)/];

/** @param file path in the project, beginning with a slash; empty for the project itself */
export function isLeftOut(file: string): boolean {
  if (file === '') return false;
  return file.endsWith('.map') || !SHIPPED.some((shipped) => shipped.test(file));
}
