// Before a package is made: an Electron to put into it.
import { ensureElectron } from '../electron-binary.ts';

await ensureElectron();
