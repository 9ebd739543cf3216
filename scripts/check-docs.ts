// Whether the source files and npm scripts that the documents name exist, and the pages and headings that links lead to.
// `npm run lint` runs it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { anchorOf } from './docs/markdown.ts';

const tracked = String(execFileSync('git', ['ls-files', '-co', '--exclude-standard'])).split('\n');
const files = tracked.filter((file) => file !== '' && fs.existsSync(file)).map((file) => `/${file}`);
const documents = files.filter((file) => file.endsWith('.md') || file === '/llms.txt');

const { scripts } = JSON.parse(fs.readFileSync('package.json', 'utf8')) as { scripts: object };

for (const document of documents) {
  for (const [, name = ''] of fs.readFileSync(document.slice(1), 'utf8').matchAll(/\bnpm run (\w[\w:-]*)/g)) {
    if (!Object.hasOwn(scripts, name)) report(document, `names npm run ${name}, which does not exist`);
  }
  const text = withoutFences(document);
  for (const [, name] of text.matchAll(/`([\w./-]+\.tsx?)`/g)) {
    // A path may leave out the folders before it.
    if (!files.some((file) => file.endsWith(`/${name}`)))
      report(document, `names ${name}, which does not exist`);
  }
  for (const [, target = ''] of text.replace(/`[^`\n]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [file = '', anchor] = target.split('#');
    const page = file === '' ? document : path.posix.join(path.posix.dirname(document), file);
    if (!fs.existsSync(page.slice(1))) report(document, `links to ${target}, which does not exist`);
    else if (anchor !== undefined && !anchorsOf(page).includes(anchor))
      report(document, `links to ${target}, a heading that does not exist`);
  }
}

function anchorsOf(document: string): string[] {
  const headings = [...withoutFences(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    anchorOf(heading),
  );
  return headings.map((anchor, at) => {
    const before = headings.slice(0, at).filter((other) => other === anchor).length;
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

/** A `#` in a block of code is no heading, and what looks like a link there is none. */
function withoutFences(document: string): string {
  return fs.readFileSync(document.slice(1), 'utf8').replace(/^( *)```[\s\S]*?^\1```$/gm, '');
}

function report(document: string, what: string): void {
  process.stderr.write(`${document.slice(1)} ${what}\n`);
  process.exitCode = 1;
}
