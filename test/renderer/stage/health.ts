// What the made-up host says about its health.

import type { BundledFile } from '../../../server/contract/commands/diagnostics.ts';
import type { CommandResult } from '../../../server/contract/commands.ts';
import { logText } from './log.ts';

export const checks: CommandResult<'check-health'> = [
  { name: 'Folder', outcome: 'ok', text: '/home/mira/.local/share/patchbay can be written' },
  { name: 'File modes', outcome: 'ok', text: 'readable by you alone' },
  { name: 'Engine', outcome: 'ok', text: '0.169.0, /usr/lib/patchbay/codex' },
  {
    name: 'Signed in',
    outcome: 'warning',
    text: 'Codex is not signed in. Sign in under Account in Settings, or name a provider in config.toml.',
  },
  { name: 'Sandbox', outcome: 'ok', text: 'a command that may only read could not write' },
  { name: 'Remote github', outcome: 'ok', text: 'connected, 26 tools' },
  {
    name: 'Remote wiki',
    outcome: 'failed',
    text: 'The MCP server wiki refused to let Patchbay in (401); it was tried with the bearer token in WIKI_TOKEN. Correct the credential of [mcp_servers.wiki] in config.toml, or the variable it names.',
  },
  { name: 'Disk', outcome: 'ok', text: '51200 MB free' },
];

export const bundle: readonly BundledFile[] = [
  file('versions.json', 'Patchbay, its runtime and this system.', '{\n  "patchbay": "0.1.0"\n}\n'),
  file(
    'doctor.txt',
    'What the health checks found.',
    checks.map(({ name, outcome, text }) => `${outcome.padEnd(7)}  ${name}: ${text}\n`).join(''),
  ),
  file(
    'config.toml',
    "Codex's configuration; comments and the values of secrets, headers and variables are left out.",
    'model = "gpt-5.5-codex"\n\n[mcp_servers.github]\nurl = "https://api.example.com/mcp"\nbearer_token_env_var = "GITHUB_TOKEN"\n',
  ),
  file('settings.json', "Patchbay's settings.", '{\n  "version": 1\n}\n'),
  file('logs/patchbay-4711.jsonl', 'A log: one JSON line an event.', logText(300)),
];

function file(name: string, about: string, text: string): BundledFile {
  return { name, about, sizeBytes: text.length, text };
}
