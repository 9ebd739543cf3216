// Draws build/icons from build/icon.svg, with Electron as the painter: `npm run icons`. Needs a display.
import fs from 'node:fs';
import path from 'node:path';
import { _electron } from 'playwright';
import { electronFolder, electronProgram } from '../server/cli/electron-folder.ts';

const svg = fs.readFileSync(path.join(import.meta.dirname, '../build/icon.svg'), 'utf8');
const out = path.join(import.meta.dirname, '../build/icons');
const states = ['stopped', 'starting', 'running', 'needs-you', 'paused', 'error'];

const pictures = [
  ...[32, 128, 256, 512].map((size) => ({ name: `app-${size}`, look: 'app', size })),
  ...states.map((state) => ({ name: `tray-${state}`, look: state, size: 32 })),
  ...states.map((state) => ({ name: `tray-${state}Template`, look: `${state} template`, size: 18 })),
  ...states.map((state) => ({ name: `tray-${state}Template@2x`, look: `${state} template`, size: 36 })),
];

const folder = electronFolder();
if (folder === undefined) throw new Error('There is no Electron: npm run setup:electron');
const empty = fs.mkdtempSync(path.join(out, '..', 'painter-'));
fs.writeFileSync(
  path.join(empty, 'package.json'),
  '{ "name": "painter", "version": "1.0.0", "main": "main.cjs" }',
);
fs.writeFileSync(
  path.join(empty, 'main.cjs'),
  "const { app, BrowserWindow } = require('electron'); app.whenReady().then(() => new BrowserWindow({ transparent: true, frame: false }).loadURL('about:blank'));",
);
const app = await _electron.launch({
  executablePath: electronProgram(folder),
  args: ['--no-sandbox', empty],
});
try {
  const page = await app.firstWindow();
  for (const { name, look, size } of pictures) {
    await page.setContent(
      `<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${svg.replace('class="app"', `class="${look}"`)}`,
    );
    await page
      .locator('svg')
      .first()
      .screenshot({ path: path.join(out, `${name}.png`), omitBackground: true });
  }
} finally {
  await app.close();
  fs.rmSync(empty, { recursive: true });
}
