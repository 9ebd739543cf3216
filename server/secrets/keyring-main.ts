// A separate program that reads one password from the system's keychain. The library blocks while a keychain hangs,
// and the caller can kill this process. Arguments: service, account. Standard input: the value to store if there is
// none yet, or nothing. Standard output: the stored value.
import { text } from 'node:stream/consumers';
import { AsyncEntry } from '@napi-rs/keyring';

const [service = '', account = ''] = process.argv.slice(2);
const wanted = await text(process.stdin);
try {
  // Without this, Linux would use the kernel keyring, which is lost at the next boot.
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
