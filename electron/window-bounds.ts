// Size and place of the window, remembered between runs.
import fs from 'node:fs';
import type { Rectangle } from 'electron';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

const boundsSchema = z.object({
  version: z.literal(1),
  x: z.number(),
  y: z.number(),
  width: z.number().min(100),
  height: z.number().min(100),
});

const DEFAULT = { width: 1100, height: 760 };

/** @param screens the areas there are now: a place that is on none of them is forgotten */
export function readBounds(file: string, screens: readonly Rectangle[]): Partial<Rectangle> {
  try {
    const { version: _, ...bounds } = boundsSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
    const isSeen = screens.some(
      ({ x, y, width, height }) =>
        bounds.x < x + width - 50 &&
        bounds.x + bounds.width > x + 50 &&
        bounds.y >= y &&
        bounds.y < y + height - 50,
    );
    return isSeen ? bounds : { width: bounds.width, height: bounds.height };
  } catch {
    return DEFAULT;
  }
}

export function keepBounds(file: string, bounds: Rectangle): void {
  try {
    writeFileAtomic.sync(file, `${JSON.stringify({ version: 1, ...bounds })}\n`, { mode: 0o600 });
  } catch {
    // The window then opens at its usual place.
  }
}
