// Signing, as far as the environment says how: docs/packages.md has the variables. Without them nothing is signed.
import fs from 'node:fs';
import type { ForgePackagerOptions } from '@electron-forge/shared-types';

export interface Signing {
  /** For Forge's packager, which signs the app itself. */
  readonly app: Pick<ForgePackagerOptions, 'osxSign' | 'osxNotarize' | 'windowsSign'>;
  /** For electron-builder, which signs the installer of Windows around it. */
  readonly windowsInstaller: Readonly<Record<string, unknown>>;
  /** Whom a signed build names as its publisher; an update of Windows must name the same. */
  readonly windowsPublisher: string | undefined;
  /** The key that signs SHA256SUMS. */
  readonly gpgKey: string | undefined;
  /** What is not signed, and why, in one line; undefined when all is signed. */
  readonly missing: string | undefined;
}

/** What Microsoft's tools read too: where Azure Trusted Signing is, and which of its certificates. */
interface AzureMetadata {
  readonly Endpoint: string;
  readonly CodeSigningAccountName: string;
  readonly CertificateProfileName: string;
}

/**
 * @param platform for example `darwin`
 * @throws when some variables of one way are set and others are not
 */
export function signingOf(env: NodeJS.ProcessEnv, platform: string): Signing {
  const gpgKey = env['PATCHBAY_GPG_KEY'];
  const windowsPublisher = env['WINDOWS_PUBLISHER_NAME'];
  const system = systemSigning(env, platform);
  const missing = [...system.missing, ...(gpgKey ? [] : ['SHA256SUMS (PATCHBAY_GPG_KEY)'])];
  return {
    app: system.app,
    windowsInstaller: system.installer ?? {},
    windowsPublisher,
    gpgKey,
    missing: missing.length > 0 ? `Not signed: ${missing.join('; ')}` : undefined,
  };
}

interface SystemSigning {
  readonly app: Signing['app'];
  readonly installer?: Signing['windowsInstaller'];
  readonly missing: readonly string[];
}

function systemSigning(env: NodeJS.ProcessEnv, platform: string): SystemSigning {
  switch (platform) {
    case 'darwin':
      return macSigning(env);
    case 'win32':
      return windowsSigning(env);
    default:
      return { app: {}, missing: [] };
  }
}

function macSigning(env: NodeJS.ProcessEnv): SystemSigning {
  const identity = env['PATCHBAY_MAC_IDENTITY'];
  if (!identity) return { app: {}, missing: ['the app of macOS (PATCHBAY_MAC_IDENTITY)'] };
  const key = together(env, ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER']);
  const account = together(env, ['APPLE_ID', 'APPLE_APP_SPECIFIC_PASSWORD', 'APPLE_TEAM_ID']);
  const osxNotarize = key
    ? { appleApiKey: key[0], appleApiKeyId: key[1], appleApiIssuer: key[2] }
    : account && { appleId: account[0], appleIdPassword: account[1], teamId: account[2] };
  return {
    app: { osxSign: { identity }, ...(osxNotarize && { osxNotarize }) },
    missing: osxNotarize ? [] : ['by Apple (APPLE_API_KEY or APPLE_ID), so macOS warns'],
  };
}

function windowsSigning(env: NodeJS.ProcessEnv): SystemSigning {
  const azure = together(env, ['AZURE_CODE_SIGNING_DLIB', 'AZURE_METADATA_JSON', 'WINDOWS_PUBLISHER_NAME']);
  if (azure) {
    const [library, metadataFile, publisherName] = azure;
    const metadata = JSON.parse(fs.readFileSync(metadataFile, 'utf8')) as AzureMetadata;
    return {
      app: {
        windowsSign: {
          signWithParams: ['/v', '/dlib', library, '/dmdf', metadataFile],
          timestampServer: 'http://timestamp.acs.microsoft.com',
        },
      },
      installer: {
        azureSignOptions: {
          publisherName,
          endpoint: metadata.Endpoint,
          codeSigningAccountName: metadata.CodeSigningAccountName,
          certificateProfileName: metadata.CertificateProfileName,
        },
      },
      missing: [],
    };
  }
  const file = together(env, ['WINDOWS_CERTIFICATE_FILE', 'WINDOWS_CERTIFICATE_PASSWORD']);
  if (!file) {
    const ways = 'WINDOWS_CERTIFICATE_FILE or AZURE_CODE_SIGNING_DLIB';
    return { app: {}, missing: [`the app and the installer of Windows (${ways})`] };
  }
  const [certificateFile, certificatePassword] = file;
  const publisherName = env['WINDOWS_PUBLISHER_NAME'];
  return {
    app: { windowsSign: { certificateFile, certificatePassword } },
    installer: {
      signtoolOptions: { certificateFile, certificatePassword, ...(publisherName && { publisherName }) },
    },
    missing: [],
  };
}

type Values<N extends readonly string[]> = { [K in keyof N]: string };

/**
 * @param names the first one says whether this way is meant; a publisher's name may also be set for another one
 * @returns undefined without the first
 */
function together<const N extends readonly string[]>(
  env: NodeJS.ProcessEnv,
  names: N,
): Values<N> | undefined {
  if (!env[names[0] ?? '']) return undefined;
  const absent = names.filter((name) => !env[name]);
  if (absent.length > 0) throw new Error(`${names[0]} is set, and ${absent.join(', ')} must be set too.`);
  return names.map((name) => env[name]) as Values<N>;
}
