// Undoes and redoes until it is killed: `node undo-again-and-again.ts STORE`.
import { openCheckpoints } from '../../../server/checkpoints/checkpoints.ts';
import { defaultCoverage } from '../../../server/checkpoints/look.ts';
import { bringBack, takeBack } from '../as-shown.ts';

const [folder = ''] = process.argv.slice(2);
const checkpoints = openCheckpoints({ folder, coverage: defaultCoverage });
process.stdout.write('ready\n');
while (true) {
  try {
    await bringBack(checkpoints);
  } catch {
    await takeBack(checkpoints);
  }
}
