// A program of its own that asks the system's keychain for one password: the library blocks while a keychain hangs, and
// whoever waits can kill this. Arguments: service, account. Standard input: what to store where there is none yet, or
// nothing. Standard output: what is stored.
import { text } from 'node:stream/consumers';
import { AsyncEntry } from '@napi-rs/keyring';

const [service = '', account = ''] = process.argv.slice(2);
const wanted = await text(process.stdin);
try {
  // Without this the kernel's keyring would be taken on Linux, which forgets everything at the next start.
  const entry = new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
  let stored = await entry.getPassword();
  if (stored === null && wanted !== '') {
    await entry.setPassword(wanted);
    stored = await entry.getPassword();
  }
  process.stdout.write(stored ?? '');
} catch (error) {
  process.stderr.write((error as Error).message);
  process.exitCode = 1;
}
