/** `0:42`, `12:05`, `1:02:03`: a duration as a clock shows it. Never below zero. */
export function clockText(totalMs: number): string {
  const total = Math.max(0, Math.floor(totalMs / 1000));
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const tail = `${hours ? String(minutes).padStart(2, '0') : minutes}:${String(seconds).padStart(2, '0')}`;
  return hours ? `${hours}:${tail}` : tail;
}
