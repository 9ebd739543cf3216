// Takes the place of Electron's own default app in the stand-in that setup-electron.ts makes: `electron FOLDER` loads
// the app in that folder. An ES module on purpose: Electron holds back `ready` until its top-level await has settled.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const args = process.argv.slice(1);
let target;
for (let at = 0; at < args.length; at += 1) {
  const word = args[at];
  if (word === '-r' || word === '--require') {
    at += 1;
    // Playwright brings its hook in this way.
    createRequire(path.join(process.cwd(), '_'))(args[at]);
  } else if (!word.startsWith('-')) {
    target = path.resolve(word);
    break;
  }
}
if (target === undefined) {
  process.stderr.write('Usage: electron [options] FOLDER\n');
  process.exit(1);
}

Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
const { productName, name, version } = JSON.parse(fs.readFileSync(path.join(target, 'package.json'), 'utf8'));
app.setVersion(version);
app.setName(productName ?? name);
app.setDesktopName(`${name}.desktop`);
app.setAppPath(target);
await import(pathToFileURL(createRequire(import.meta.url).resolve(target)).href);
