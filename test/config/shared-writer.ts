// One of several Patchbays of a home: opens every file they share, says so, and when it is told to changes each of them
// some times. Arguments: the folder of the files, its own name, how often.
import { once } from 'node:events';
import path from 'node:path';
import { openTokenStore } from '../../server/config/client-tokens.ts';
import { openFolderTrust } from '../../server/config/folder-trust.ts';
import { openPrincipalsFile } from '../../server/config/principals-file.ts';
import { updateSettings } from '../../server/config/settings-file.ts';
import { silentLogger } from '../../server/logging/silent.ts';
import type { RemoteConfig } from '../../server/remotes/config.ts';
import { openToolPins } from '../../server/remotes/pins.ts';
import { openSecretFile } from '../../server/secrets/secret-file.ts';

const [folder = '', name = '', times = ''] = process.argv.slice(2);
const file = (of: string) => path.join(folder, `${of}.json`);
const principals = openPrincipalsFile(file('principals'));
const trust = openFolderTrust(file('folders'));
const tokens = openTokenStore(file('tokens'));
const secrets = openSecretFile(file('secrets'));
const pins = openToolPins({ file: file('pins'), logger: silentLogger });
const remote = {
  name: 'lab',
  transport: { kind: 'stdio', command: 'lab', args: [] },
} as unknown as RemoteConfig;

process.stdout.write('ready\n');
await once(process.stdin, 'data');
for (let time = 0; time < Number(times); time += 1) {
  const one = `${name}-${time}`;
  principals.change(one, { lastUsedAt: time });
  principals.change('of-all', { [name === 'w0' ? 'mayApprove' : 'lastUsedAt']: name === 'w0' ? true : time });
  trust.decide({ folder: `/${one}`, digest: 'd' }, true);
  updateSettings(file('settings'), ({ remotes = {} }) => ({
    remotes: { ...remotes, [one]: { shared: true } },
  }));
  tokens.add(one);
  secrets.change((entries) => ({ ...entries, [one]: { about: {} } }));
  pins.look(remote, [{ name: one }]);
}
process.exit();
