// Counts in the file of its argument, once for each line that comes, with a pause in which a second one that is let in
// reads the same number. Answers each line with one.
import fs from 'node:fs';
import readline from 'node:readline';
import { withFileLock } from '../../server/files/file-lock.ts';

const file = process.argv[2] as string;
process.stdout.write('ready\n');
for await (const _ of readline.createInterface({ input: process.stdin })) {
  withFileLock(file, () => {
    const count = Number(fs.readFileSync(file, 'utf8'));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    fs.writeFileSync(file, String(count + 1));
  });
  process.stdout.write('counted\n');
}
