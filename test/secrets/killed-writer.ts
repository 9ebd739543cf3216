// Writes secrets to the file of its argument until it is killed, and says when one is written.
import { openSecretFile } from '../../server/secrets/secret-file.ts';

const file = openSecretFile(process.argv[2] as string);
for (let round = 0; ; round += 1) {
  const plain = String(round).repeat(200_000);
  file.change((entries) => ({ ...entries, big: { about: { round }, plain } }));
  process.stdout.write('written\n');
}
