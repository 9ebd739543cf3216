// Deadlines stand still while nobody can answer: the machine sleeps or is locked.
import { powerMonitor } from 'electron';

/** @param onChange called with whether someone could be there */
export function watchPower(onChange: (isAwake: boolean) => void): void {
  let isAsleep = false;
  let isLocked = false;
  const tell = () => onChange(!isAsleep && !isLocked);
  powerMonitor.on('suspend', () => {
    isAsleep = true;
    tell();
  });
  powerMonitor.on('resume', () => {
    isAsleep = false;
    tell();
  });
  powerMonitor.on('lock-screen', () => {
    isLocked = true;
    tell();
  });
  powerMonitor.on('unlock-screen', () => {
    isLocked = false;
    tell();
  });
}
