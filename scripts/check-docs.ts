// Whether the source files that the documents name exist. `npm run lint` runs it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

const tracked = String(execFileSync('git', ['ls-files', '-co', '--exclude-standard'])).split('\n');
const files = tracked.filter((file) => file !== '' && fs.existsSync(file)).map((file) => `/${file}`);
const documents = files.filter((file) => file.endsWith('.md'));

for (const document of documents) {
  const text = fs.readFileSync(document.slice(1), 'utf8');
  for (const [, name] of text.matchAll(/`([\w./-]+\.tsx?)`/g)) {
    // A path may leave out the folders before it.
    if (files.some((file) => file.endsWith(`/${name}`))) continue;
    process.stderr.write(`${document.slice(1)} names ${name}, which does not exist\n`);
    process.exitCode = 1;
  }
}
