// Size and place of the window, remembered between runs.
import type { Rectangle } from 'electron';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../server/files/json-file.ts';

const boundsSchema = z.object({
  version: z.literal(1),
  x: z.number(),
  y: z.number(),
  width: z.number().min(100),
  height: z.number().min(100),
});

const DEFAULT = { width: 1100, height: 760 };

/** @param screens the current screen areas: a position on none of them is dropped */
export function readBounds(file: string, screens: readonly Rectangle[]): Partial<Rectangle> {
  try {
    const stored = readJsonFile(file, () => boundsSchema);
    if (!stored) return DEFAULT;
    const { version: _, ...bounds } = stored;
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
    // An unreadable file is not replaced: it may be a newer Patchbay's.
    readJsonFile(file, () => boundsSchema);
    writeJsonFile(file, { version: 1, ...bounds });
  } catch {
    // The window then opens at its default position.
  }
}
