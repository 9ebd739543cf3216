// Whether the person is there: they are away if the screen is locked, the machine sleeps, or nothing was touched for a
// while.
import { powerMonitor } from 'electron';

const AWAY_AFTER_S = 5 * 60;
const LOOK_EVERY_MS = 15_000;

/** @param onChange called when that changes; a return is noticed at the next check at the latest */
export function watchPresence(onChange: (isThere: boolean) => void): { close(): void } {
  let isThere = true;
  let isLocked = false;

  function look(): void {
    const isNow = !isLocked && powerMonitor.getSystemIdleTime() < AWAY_AFTER_S;
    if (isNow === isThere) return;
    isThere = isNow;
    onChange(isThere);
  }

  function lock(): void {
    isLocked = true;
    look();
  }

  function unlock(): void {
    isLocked = false;
    look();
  }

  powerMonitor.on('lock-screen', lock);
  powerMonitor.on('suspend', lock);
  powerMonitor.on('unlock-screen', unlock);
  powerMonitor.on('resume', unlock);
  const timer = setInterval(look, LOOK_EVERY_MS);
  return { close: () => clearInterval(timer) };
}
