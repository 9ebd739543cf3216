// A kill at any moment of an undo leaves, once the next one has looked, what was before it or what is after it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { changeSomething, pictureOf, randomFrom } from '../histories.ts';
import { makePlace } from '../place.ts';

/** `KILLS=200` tries more than a usual run. */
const KILLS = Number(process.env['KILLS'] ?? 10);
const program = path.join(import.meta.dirname, 'undo-again-and-again.ts');

test(
  `${KILLS} kills of an undo never leave a mixture`,
  async () => {
    const random = randomFrom(7);
    const { store, folder, open, turn } = makePlace();
    for (let at = 0; at < 60; at += 1) changeSomething(folder, random);
    const before = pictureOf(folder);
    await turn(open(), () => {
      for (let at = 0; at < 60; at += 1) changeSomething(folder, random);
    });
    const after = pictureOf(folder);
    let killedWhileStepping = 0;
    for (let kill = 0; kill < KILLS || killedWhileStepping < 5; kill += 1) {
      const child = spawn(process.execPath, [program, store], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(child.stdout, 'data');
      const journals = path.join(store, 'journals');
      // Some are killed in the middle of the steps, which a journal tells; others whenever it is.
      const isStepping = () => fs.existsSync(journals) && fs.readdirSync(journals).length > 0;
      const wait = kill % 2 === 0 ? 10_000 : random() * 10;
      const from = performance.now();
      while (!(kill % 2 === 0 && isStepping()) && performance.now() - from < wait);
      child.kill('SIGKILL');
      await once(child, 'exit');
      if (isStepping()) killedWhileStepping += 1;
      await open().begin('another', folder);
      expect([before, after], `kill ${kill}`).toContainEqual(pictureOf(folder));
      expect(isStepping(), `a journal after kill ${kill}`).toBe(false);
    }
  },
  180_000 + KILLS * 1000,
);
