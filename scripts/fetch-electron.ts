// Before the app is started: fetches Electron where there is a desktop to show it on. Without it `patchbay` says so and
// runs without a window.
import { fetchElectron } from './electron-binary.ts';

const { DISPLAY, WAYLAND_DISPLAY } = process.env;
if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) fetchElectron();
