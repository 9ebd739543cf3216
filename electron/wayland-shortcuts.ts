// On Wayland, only the desktop's portal hands out global shortcuts. Chromium asks it when this feature is on.
import { app } from 'electron';

const SWITCH = 'enable-features';

/** Call before the app is ready. Harmless where there is no portal, or no Wayland. */
export function askPortalForShortcuts(): void {
  if (process.platform !== 'linux') return;
  const given = app.commandLine.getSwitchValue(SWITCH);
  app.commandLine.appendSwitch(SWITCH, [given, 'GlobalShortcutsPortal'].filter(Boolean).join(','));
}
