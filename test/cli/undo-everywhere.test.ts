// Everything that an agent does to files, in folders of every kind, taken back and brought back to the byte. What git
// keeps stays as the agent left it, and what a person saved meanwhile stays theirs.
import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { pictureOf } from '../checkpoints/histories.ts';
import { addFile, script, updateFile } from '../support/fake-model.ts';
import { type HomeOfTest, hostTest } from '../support/host-test.ts';
import { runPatchbay, threadOf } from '../support/patchbay.ts';

const test = hostTest();
const writing = { sandbox: 'workspace-write', 'approval-policy': 'on-request' };
const SLACK_MS = 150;
const DONE = { text: 'done' };
const exec = (cmd: string, escalate = false) => ({ exec: { cmd, escalate } });

function git(folder: string, ...args: string[]): string {
  const settings = ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'protocol.file.allow=always'];
  return execFileSync('git', [...settings, ...args], { cwd: folder, stdio: 'pipe' }).toString();
}

/** Again too: what git does not keep is missing in a new worktree. */
function fill(folder: string): void {
  const write = (name: string, content: string | Buffer, mode = 0o644) => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content, { mode });
  };
  write('src/main.c', 'int main() { return 1; }\n');
  write('src/deep/er/util.c', 'int util;\n');
  write('lib/a.js', 'export {};\r\n');
  write('notes.md', 'one\ntwo\n');
  write('logo.bin', Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7) % 256)));
  write('run.sh', '#!/bin/sh\ntrue\n', 0o755);
  write('secret', 'KEY=1\n', 0o600);
  write('.env', 'KEY=2\n');
  write('.gitignore', '.env\nmade/\n');
  write('with space & ü/ñ.txt', 'ñ\n');
  for (const [name, target] of Object.entries({ link: 'src/main.c', broken: '/nowhere' })) {
    fs.rmSync(path.join(folder, name), { force: true });
    fs.symlinkSync(target, path.join(folder, name));
  }
  fs.mkdirSync(path.join(folder, 'empty'), { mode: 0o750, recursive: true });
}

function commitAll(folder: string): void {
  git(folder, 'init', '-q');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'one');
}

/** Work that is staged, work that is not, and a stash. */
function workOn(folder: string): void {
  fs.appendFileSync(path.join(folder, 'notes.md'), 'stashed\n');
  git(folder, 'stash', '-q');
  fs.appendFileSync(path.join(folder, 'src/main.c'), '// staged\n');
  git(folder, 'add', '-A');
  fs.appendFileSync(path.join(folder, 'src/main.c'), '// not staged\n');
}

const kinds: Readonly<Record<string, (home: HomeOfTest) => { folder: string; repository?: string }>> = {
  'without git': ({ folder }) => {
    fill(folder);
    return { folder };
  },
  'with git': ({ folder }) => {
    fill(folder);
    commitAll(folder);
    workOn(folder);
    return { folder, repository: folder };
  },
  'that is a worktree': ({ folder, root }) => {
    const repository = path.join(root, 'repository');
    fill(repository);
    commitAll(repository);
    fs.rmdirSync(folder);
    git(repository, 'worktree', 'add', '-q', folder);
    fill(folder);
    workOn(folder);
    return { folder, repository };
  },
  'with a submodule': ({ folder, root }) => {
    const other = path.join(root, 'other');
    fill(other);
    commitAll(other);
    fill(folder);
    git(folder, 'init', '-q');
    git(folder, 'submodule', '--quiet', 'add', other, 'sub');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', 'one');
    workOn(folder);
    return { folder, repository: folder };
  },
};

/** What undo must never touch: index, references, stash, everything else that git keeps. */
function gitOf(repository: string | undefined): string {
  if (repository === undefined) return '';
  const picture = Object.entries(pictureOf(repository)).filter(([name]) => /^\.git(\/|$)/.test(name));
  return `${picture.length} ${hash('sha256', JSON.stringify(picture))} ${git(repository, 'stash', 'list')}`;
}

function withoutGit(folder: string): Record<string, string> {
  const picture = Object.entries(pictureOf(folder)).filter(([name]) => !/(^|\/)\.git\//.test(name));
  return Object.fromEntries(picture);
}

describe('undo in a folder', () => {
  test.for(Object.entries(kinds))(
    '%s restores every byte, mode and link, and redo brings all of it back',
    async ([kind, make], { connect, home }) => {
      const { folder, repository } = make(home);
      const mine = path.join(folder, 'mine.txt');
      fs.writeFileSync(mine, 'before\n');
      // A person saves a file while a question waits, further away from the command than times of files may differ.
      const client = await connect({
        onElicit: async () => {
          await sleep(SLACK_MS);
          fs.writeFileSync(mine, 'by a person\n');
          await sleep(SLACK_MS);
          return { action: 'accept', content: { decision: 'approved' } };
        },
      });
      const before = withoutGit(folder);
      const first = [
        `rm -rf lib && mv 'with space & ü' renamed && mv secret public && chmod 777 public`,
        'sed -i s/true/false/ run.sh && chmod 600 run.sh && rmdir empty && head -c 3000 logo.bin > empty',
        'mkdir -p made && for n in $(seq 60); do echo $n > made/$n.txt; done && ln made/1.txt hard',
        'ln -sfn /etc link && rm broken && mkdir broken && ln -s .. broken/up && ln -s /etc lib && rm .env',
      ];
      const last = [
        'rm -rf src && printf "\\000\\377" > logo.bin',
        ...(kind.includes('submodule') ? ['rm -rf sub/src && echo new > sub/notes.md'] : []),
      ];
      const steps = [
        { patch: updateFile('notes.md', 'two', 'three') },
        exec(first.join(' && ')),
        exec(repository ? 'git reset -q --hard && git branch agent' : 'rm -rf src/deep', true),
        exec(last.join(' && ')),
        { patch: addFile('patched/by.txt', 'by a patch\n') },
      ];
      const result = await client.codex({ prompt: script(...steps, DONE), cwd: folder, ...writing });
      const thread = threadOf(result);
      const after = withoutGit(folder);
      expect(after['mine.txt'] ?? '').not.toBe(before['mine.txt']);
      expect(Object.keys(after)).toEqual(
        expect.arrayContaining(['patched/by.txt', 'made/60.txt', 'lib', 'renamed/ñ.txt']),
      );
      expect(after['src']).toBeUndefined();
      const kept = gitOf(repository);

      expect(await runPatchbay(home, ['undo', thread, '--yes'], {})).toMatchObject({ code: 0 });
      expect(fs.readFileSync(mine, 'utf8')).toBe('by a person\n');
      expect(withoutGit(folder)).toEqual({ ...before, 'mine.txt': after['mine.txt'] });
      expect(gitOf(repository)).toBe(kept);
      expect(await runPatchbay(home, ['redo', thread, '--yes'], {})).toMatchObject({ code: 0 });
      expect(withoutGit(folder)).toEqual(after);
      expect(gitOf(repository)).toBe(kept);
    },
  );
});
