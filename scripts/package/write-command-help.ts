// Writes the man page and the completions into a folder, as they lie below /usr/share.
import fs from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildProgram } from '../../server/cli/command-line.ts';
import { commandTree } from './command-tree.ts';
import { bashCompletion, fishCompletion, zshCompletion } from './completions.ts';
import { manPage } from './man-page.ts';

const [folder = '.', version = ''] = process.argv.slice(2);
const date = new Date().toISOString().slice(0, 10);
const tree = commandTree(buildProgram());

write('man/man1/patchbay.1.gz', gzipSync(manPage(tree, { version, date }), { level: 9 }));
write('bash-completion/completions/patchbay', bashCompletion(tree));
write('zsh/vendor-completions/_patchbay', zshCompletion(tree));
write('fish/vendor_completions.d/patchbay.fish', fishCompletion(tree));

function write(name: string, content: string | Buffer): void {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}
