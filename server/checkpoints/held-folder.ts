// A folder that stays the same one while something is done in it. Between a look at a path and a change of it, another
// process can put a link in the place of a folder on the way, and names would then lead elsewhere.
import fs from 'node:fs';

/** Of Linux: a place only, without the right to read it (open(2)). Node has no name for it. */
const O_PATH = 0x200000;

/**
 * Linux holds the folder itself open: what is done below the path that `act` gets stays in it, wherever it is moved and
 * whatever comes in its place. Other systems have no such path; there it is looked at right before.
 * @param folder a path without links
 * @throws when it is not a folder there, or a link is on the way
 */
export function inFolder<Result>(folder: string, act: (held: string) => Result): Result {
  if (process.platform !== 'linux') {
    checkIs(folder, fs.realpathSync(folder));
    return act(folder);
  }
  const descriptor = fs.openSync(folder, O_PATH | fs.constants.O_DIRECTORY);
  try {
    const held = `/proc/self/fd/${descriptor}`;
    checkIs(folder, fs.readlinkSync(held));
    return act(held);
  } finally {
    fs.closeSync(descriptor);
  }
}

function checkIs(folder: string, found: string): void {
  if (found !== folder) throw new Error(`a link has come in the place of ${folder}`);
}
