// Whether the person is there: away is who has locked the screen, sent the machine to sleep, or touched nothing for long.
import { powerMonitor } from 'electron';

const AWAY_AFTER_S = 5 * 60;
const LOOK_EVERY_MS = 15_000;

/** @param onChange told when that changes; who has just come back is told at the next look at the latest */
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
