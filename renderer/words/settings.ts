// The texts of the Settings page.
import { plural } from './counts.ts';
import { time } from './time.ts';

const APT = 'sudo apt install patchbay';

export const settings = {
  sections: 'Sections',
  names: {
    general: 'General',
    notifications: 'Notifications',
    approvals: 'Approvals',
    copies: 'Copies',
    account: 'Account',
    engine: 'Engine',
    network: 'Network',
    azure: 'Azure',
    appearance: 'Appearance',
    health: 'Health',
    about: 'About',
  },
  general: {
    launchesAtLogin: 'Launch at login',
    startsServer: 'Start the server when Patchbay starts',
    editor: 'Editor',
    editorHint: 'The program that opens folders. Leave empty to use your system default.',
    environment: 'Environment',
    ownEnvironment: 'Programs get the environment that Patchbay was started with.',
    shellEnvironment: (shell: string, added: readonly string[]) =>
      added.length > 0 ? `From ${shell}: ${added.join(', ')}.` : `${shell} had no variables to add.`,
    environmentFailed: (shell: string, why: string) =>
      `Could not read the environment from ${shell}: ${why}.`,
    reloadEnvironment: 'Reload environment',
  },
  approvals: {
    mode: 'How much you are asked',
    modeHint: 'For clients without their own mode. A call can be stricter than this, never looser.',
    letsReadsPass: 'Allow reads inside the folder',
    letsReadsPassHint:
      'Commands that only read, list or search inside the folder run without a question, in the sandbox. The timeline shows them.',
    minutes: 'Minutes until a question expires',
    minutesHint: 'An expired question is denied. Time while the computer is asleep or locked does not count.',
    folders: 'Repositories with their own settings',
    foldersHint:
      'Codex uses the .codex folder of a repository only while you trust it. You are asked at the first call there, and again when the folder changes.',
    trusted: 'Trusted',
    notTrusted: 'Not trusted',
    askAgain: 'Ask again',
    askAgainAbout: (folder: string) => `Ask again about ${folder}`,
  },
  engine: {
    idle: 'Codex starts with the first call.',
    running: (version: string, pid: number) => `Codex ${version}, process ${pid}.`,
    restart: 'Restart Codex',
    path: 'Codex program',
    pathHint: 'Path of another codex program. Leave empty to use the one that comes with Patchbay.',
    bundled: 'bundled with Patchbay',
    turnsAtOnce: 'Turns at once',
    turnsAtOnceHint:
      'How many turns of all clients run at the same time. Others wait in line. A turn that waits for your answer does not count.',
  },
  network: {
    listening: (url: string) => `Clients connect to ${url}`,
    stop: 'Stop server…',
    stopTitle: 'Stop the server?',
    stopHint: 'Clients are disconnected, running turns end, and waiting questions are denied.',
    port: 'Port',
    portHint:
      'Clients are configured with this port, so Patchbay never changes it. If you change it, the server restarts.',
  },
  azure: {
    credentials: 'Sign in with',
    credentialsHint:
      'For remotes and models on Azure. Outside Azure, developer tools are faster. A change takes effect at once.',
  },
  azureWays: {
    auto: 'Automatic',
    dev: 'Developer tools',
    prod: 'Managed identity and environment variables',
    EnvironmentCredential: 'Service principal in environment variables',
    WorkloadIdentityCredential: 'Workload identity',
    ManagedIdentityCredential: 'Managed identity',
    AzureCliCredential: 'Azure CLI (az login)',
    AzurePowerShellCredential: 'Azure PowerShell',
    AzureDeveloperCliCredential: 'Azure Developer CLI (azd)',
  },
  looks: { system: 'Same as system', light: 'Light', dark: 'Dark' },
  about: {
    version: (version: string) => `Patchbay ${version}`,
    copyVersion: 'Copy version',
    off: 'Patchbay does not look for newer versions.',
    unknown: 'It is not known whether there is a newer version.',
    newest: (at: number) => `No newer version (${time.moment(at)}).`,
    look: 'Look now',
    offered: {
      restart: (version: string) => `Version ${version} is available. Restart to update.`,
      fetch: (version: string) => `Version ${version} is available. Restart to update.`,
      'package-manager': (version: string) => `Version ${version} is available. Get it with: ${APT}`,
      'by-hand': (version: string) => `Version ${version} is available. Get it where you got this one.`,
    },
    apt: APT,
    copyCommand: 'Copy command',
    restart: 'Restart',
    downloading: (version: string, percent: number) => `Downloading ${version}: ${percent}%`,
    waiting: (version: string) => `${version} is ready. Patchbay restarts when no turn is running.`,
    keep: 'Not now',
    feed: 'Update feed',
    feedHint:
      'The https address of a folder that names the newest version. Patchbay asks there once a day and sends nothing about you. Leave empty to ask nobody.',
    looks: 'Look for newer versions',
  },
  health: {
    home: 'Patchbay home',
    codexHome: 'Codex home',
    logs: 'Logs',
    copyPath: 'Copy path',
    open: 'Open',
    check: 'Check everything',
    checkAgain: 'Check again',
    checking: 'Checking. Each remote is connected once…',
    checks: 'Checks',
    outcomes: { ok: 'OK', warning: 'Warning', failed: 'Failed' },
    outcome: (checks: readonly { readonly outcome: string }[]) => {
      const failed = checks.filter(({ outcome }) => outcome === 'failed').length;
      const warned = checks.filter(({ outcome }) => outcome === 'warning').length;
      if (failed + warned === 0) return 'No problems found.';
      return [failed && `${failed} failed`, warned && plural(warned, 'warning', 'warnings')]
        .filter(Boolean)
        .join(', ');
    },
  },
};
