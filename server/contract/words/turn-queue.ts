// Turns that wait for a place, in words: see turn-queue.ts.

export const queueWords = {
  /** @param place `3rd` */
  queued: (most: number, place: string) =>
    most === 1 ? `One turn runs at a time; ${place} in line` : `${most} turns run at once; ${place} in line`,
};
