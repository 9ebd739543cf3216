// The texts of the Settings page.
import { plural } from './counts.ts';

export const settings = {
  sections: 'Sections',
  names: {
    general: 'General',
    approvals: 'Approvals',
    account: 'Account',
    engine: 'Engine',
    network: 'Network',
    azure: 'Azure',
    appearance: 'Appearance',
    health: 'Health',
  },
  general: {
    launchesAtLogin: 'Launch at login',
    startsServer: 'Start the server when Patchbay starts',
    notifies: 'Notify me when something waits',
    notifiesHint: 'One notification per thread, never for automatic decisions.',
    editor: 'Editor',
    editorHint: 'The program that opens folders. Empty: what your system uses.',
    environment: 'Environment',
    ownEnvironment: 'Programs get the environment Patchbay was started with.',
    shellEnvironment: (shell: string, added: readonly string[]) =>
      added.length > 0
        ? `From ${shell}: ${added.join(', ')}.`
        : `${shell} was asked; it had nothing that was missing.`,
    environmentFailed: (shell: string, why: string) => `${shell} gave no environment: ${why}`,
    reloadEnvironment: 'Reload environment',
  },
  approvals: {
    mode: 'How much is asked',
    modeHint: 'For clients that have no mode of their own. The stricter of this and the call wins.',
    letsReadsPass: 'Let reads inside the folder pass',
    letsReadsPassHint:
      'Commands that only read, list or search below the folder, inside the sandbox. The timeline shows them.',
    minutes: 'Minutes until a question expires',
    minutesHint: 'Codex is then told no. Time asleep or locked does not count.',
    folders: 'Repositories with settings of their own',
    foldersHint:
      'What their .codex folders hold counts only where you trusted it, and only until it changes. The first call in such a folder asks you.',
    trusted: 'Trusted',
    notTrusted: 'Not trusted',
    askAgain: 'Ask again',
    askAgainAbout: (folder: string) => `Ask again about ${folder}`,
  },
  engine: {
    idle: 'Codex starts with the first call.',
    running: (version: string, pid: number) => `Codex ${version}, process ${pid}.`,
    restart: 'Restart Codex',
    path: 'Another codex',
    pathHint: 'Path of a codex of your own. Empty: the one that comes with Patchbay.',
    bundled: 'the bundled one',
  },
  network: {
    listening: (url: string) => `Clients connect to ${url}`,
    stop: 'Stop server…',
    stopTitle: 'Stop the server?',
    stopHint: 'Clients are disconnected, running turns end, and what waits is denied.',
    port: 'Port',
    portHint:
      'Clients are configured with it, so it never changes by itself. A new one holds at the next start of the server.',
  },
  azure: {
    credentials: 'Sign in with',
    credentialsHint:
      'For remotes and models at Azure. Outside Azure the developer tools are quicker; a change counts at once.',
  },
  azureWays: {
    auto: 'Automatic',
    dev: 'Developer tools',
    prod: 'Managed identity and variables',
    EnvironmentCredential: 'Variables of a service principal',
    WorkloadIdentityCredential: 'Workload identity',
    ManagedIdentityCredential: 'Managed identity',
    AzureCliCredential: 'Azure CLI (az login)',
    AzurePowerShellCredential: 'Azure PowerShell',
    AzureDeveloperCliCredential: 'Azure Developer CLI (azd)',
  },
  looks: { system: 'As the system', light: 'Light', dark: 'Dark' },
  health: {
    version: (version: string) => `Patchbay ${version}`,
    home: 'Patchbay home',
    codexHome: 'Codex home',
    logs: 'Logs',
    copyPath: 'Copy path',
    open: 'Open',
    check: 'Check everything',
    checkAgain: 'Check again',
    checking: 'Checking; each remote is connected to once…',
    checks: 'Checks',
    outcomes: { ok: 'OK', warning: 'Warning', failed: 'Failed' },
    outcome: (checks: readonly { readonly outcome: string }[]) => {
      const failed = checks.filter(({ outcome }) => outcome === 'failed').length;
      const warned = checks.filter(({ outcome }) => outcome === 'warning').length;
      if (failed + warned === 0) return 'Nothing is wrong.';
      return [failed && `${failed} failed`, warned && plural(warned, 'warning', 'warnings')]
        .filter(Boolean)
        .join(', ');
    },
  },
};
