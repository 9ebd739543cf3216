// Counts what happens today: starts again at midnight.

export interface DayCount {
  add(): number;
}

/** @param already the count of today so far */
export function createDayCount(already: number): DayCount {
  let day = new Date().toDateString();
  let count = already;
  return {
    add() {
      const today = new Date().toDateString();
      if (today !== day) count = 0;
      day = today;
      count += 1;
      return count;
    },
  };
}
