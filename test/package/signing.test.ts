// How packages are signed is in the environment, and so is that they are not.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { writeChecksums } from '../../scripts/package/release-files.ts';
import { signingOf } from '../../scripts/package/signing.ts';
import { updateSettings } from '../../scripts/package/update-settings.ts';

const identity = 'Developer ID Application: Us (TEAM)';

describe('the environment', () => {
  test.each([
    ['linux', {}, 'Not signed: SHA256SUMS (PATCHBAY_GPG_KEY)'],
    ['linux', { PATCHBAY_GPG_KEY: 'x' }, undefined],
    ['darwin', { PATCHBAY_GPG_KEY: 'x' }, 'Not signed: the app of macOS (PATCHBAY_MAC_IDENTITY)'],
    [
      'darwin',
      { PATCHBAY_GPG_KEY: 'x', PATCHBAY_MAC_IDENTITY: identity },
      'Not signed: by Apple (APPLE_API_KEY or APPLE_ID), so macOS warns',
    ],
    [
      'win32',
      {},
      'Not signed: the app and the installer of Windows (WINDOWS_CERTIFICATE_FILE or AZURE_CODE_SIGNING_DLIB); SHA256SUMS (PATCHBAY_GPG_KEY)',
    ],
  ])('on %s with %j says: %s', (platform, env, said) => {
    expect(signingOf(env, platform).missing).toBe(said);
  });

  test('has what Forge signs and notarises an app of macOS with', () => {
    const key = { APPLE_API_KEY: 'k.p8', APPLE_API_KEY_ID: 'id', APPLE_API_ISSUER: 'issuer' };
    const account = { APPLE_ID: 'a@b.c', APPLE_APP_SPECIFIC_PASSWORD: 'secret', APPLE_TEAM_ID: 'TEAM' };
    const own = { PATCHBAY_MAC_IDENTITY: identity };
    expect(signingOf({ ...own, ...key, ...account }, 'darwin').app).toEqual({
      osxSign: { identity },
      osxNotarize: { appleApiKey: 'k.p8', appleApiKeyId: 'id', appleApiIssuer: 'issuer' },
    });
    expect(signingOf({ ...own, ...account }, 'darwin').app.osxNotarize).toEqual({
      appleId: 'a@b.c',
      appleIdPassword: 'secret',
      teamId: 'TEAM',
    });
    expect(signingOf({ ...own, ...key }, 'linux').app).toEqual({});
  });

  test.each([
    [
      'darwin',
      { PATCHBAY_MAC_IDENTITY: identity, APPLE_API_KEY: 'k.p8' },
      'APPLE_API_KEY_ID, APPLE_API_ISSUER',
    ],
    [
      'darwin',
      { PATCHBAY_MAC_IDENTITY: identity, APPLE_ID: 'a@b.c', APPLE_TEAM_ID: 'T' },
      'APPLE_APP_SPECIFIC_PASSWORD',
    ],
    ['win32', { WINDOWS_CERTIFICATE_FILE: 'x.pfx' }, 'WINDOWS_CERTIFICATE_PASSWORD'],
    ['win32', { AZURE_CODE_SIGNING_DLIB: 'x.dll' }, 'AZURE_METADATA_JSON, WINDOWS_PUBLISHER_NAME'],
  ])('on %s with a part of a way alone is refused: %j', (platform, env, absent) => {
    expect(() => signingOf(env, platform)).toThrow(`${absent} must be set too.`);
  });

  test('tells the app of its feed, its publisher, and whether macOS lets it replace itself', () => {
    const signed = signingOf({ PATCHBAY_MAC_IDENTITY: identity, WINDOWS_PUBLISHER_NAME: 'Us' }, 'darwin');
    const settings = updateSettings({ PATCHBAY_UPDATE_FEED: 'https://example.com/patchbay' }, signed);
    expect(JSON.parse(settings)).toEqual({
      updaterCacheDirName: 'patchbay',
      provider: 'generic',
      url: 'https://example.com/patchbay',
      publisherName: ['Us'],
      isSigned: true,
    });
    expect(JSON.parse(updateSettings({}, signingOf({}, 'linux')))).toEqual({
      updaterCacheDirName: 'patchbay',
      isSigned: false,
    });
    expect(() => updateSettings({ PATCHBAY_UPDATE_FEED: 'http://example.com' }, signed)).toThrow(
      'no https address',
    );
  });
});

test('the checksums are signed by a key that is there', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-sums-'));
  const keys = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-keys-'));
  const before = process.env['GNUPGHOME'];
  process.env['GNUPGHOME'] = keys;
  onTestFinished(() => {
    execFileSync('gpgconf', ['--kill', 'gpg-agent']);
    if (before === undefined) delete process.env['GNUPGHOME'];
    else process.env['GNUPGHOME'] = before;
    for (const one of [folder, keys]) fs.rmSync(one, { recursive: true, force: true });
  });
  const gpg = (...words: string[]) =>
    execFileSync('gpg', ['--batch', ...words], { cwd: folder, stdio: 'pipe' });
  gpg('--passphrase', '', '--quick-generate-key', 'Release <release@example.com>', 'ed25519', 'sign');
  fs.writeFileSync(path.join(folder, 'a package'), 'content');
  writeChecksums(folder, 'release@example.com');
  execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: folder });
  gpg('--verify', 'SHA256SUMS.asc', 'SHA256SUMS');
});
