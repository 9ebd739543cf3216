// Takes the lock of the file of its argument, says so, and keeps it until it is killed.
import { withFileLock } from '../../server/files/file-lock.ts';

withFileLock(process.argv[2] as string, () => {
  process.stdout.write('held\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
