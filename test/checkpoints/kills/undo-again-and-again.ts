// Undoes and redoes until it is killed: `node undo-again-and-again.ts STORE THREAD`.
import { openCheckpoints } from '../../../server/checkpoints/checkpoints.ts';
import { defaultCoverage } from '../../../server/checkpoints/look.ts';

const [folder = '', thread = ''] = process.argv.slice(2);
const checkpoints = openCheckpoints({ folder, coverage: defaultCoverage });
process.stdout.write('ready\n');
while (true) {
  await checkpoints.redo(thread).catch(() => checkpoints.undo(thread, {}));
}
