// What the made-up host answers whatever the scene is.
import type { CommandName, CommandResult } from '../../../server/contract/commands.ts';
import { badgePictures } from './cards.ts';

const minutes = (count: number) => Date.now() - count * 60_000;

const settingsDiff = `@@ -1,3 +1,8 @@
 {
+  "mcpServers": {
+    "patchbay": {
+      "url": "http://127.0.0.1:7345/mcp"
+    }
+  },
   "editor": "plain"
 }
`;

export const answers: { readonly [Name in CommandName]?: CommandResult<Name> } = {
  'preview-rule': {
    sentences: ['Allow `npm test -- --runInBand` in /home/mira/src/api'],
    digest: 'r1',
    backtest: { questions: 41, answered: 9, denied: ['npm test -- --updateSnapshot'] },
  },
  'preview-edit': {
    digest: 'e1',
    consequence: { kind: 'inside-sandbox', writable: ['/home/mira/src/api'], network: false },
    dangers: [],
  },
  'card-pictures': badgePictures,
  'approve-these': { failed: [] },
  'suggest-rules': {
    suggestions: [
      {
        id: 's1',
        sentence: 'Allow `npm test` in /home/mira/src/api',
        folder: '/home/mira/src/api',
        saves: 12,
      },
    ],
  },
  'export-rules': { text: 'allow command npm test\n', exported: 1, leftOut: 0 },
  'test-rules': { decision: 'ask', reason: 'No rule is about this command.' },
  'find-clients': [
    {
      id: 'cursor',
      name: 'Cursor',
      file: '/home/mira/.cursor/mcp.json',
      state: 'connected',
      way: 'http',
      takesAddress: true,
      problem: undefined,
    },
    {
      id: 'vscode',
      name: 'VS Code',
      file: '/home/mira/.config/Code/User/mcp.json',
      state: 'not-connected',
      way: undefined,
      takesAddress: true,
      problem: undefined,
    },
    {
      id: 'gemini-cli',
      name: 'Gemini CLI',
      file: '/home/mira/.gemini/settings.json',
      state: 'calls-old-codex',
      way: undefined,
      takesAddress: true,
      problem: undefined,
    },
  ],
  'connection-text': {
    text: '{ "mcpServers": { "patchbay": { "command": "patchbay", "args": ["mcp-server"] } } }',
    file: '/home/mira/.config/Code/User/mcp.json',
    afterwards: 'restart it',
  },
  'propose-connection': {
    client: 'vscode',
    clientName: 'VS Code',
    kind: 'connect',
    file: '/home/mira/.config/Code/User/mcp.json',
    diff: settingsDiff,
    notes: [],
    afterwards: 'restart it',
    digest: 'p1',
  },
  'propose-import': {
    file: '/home/mira/.codex/config.toml',
    names: ['notes'],
    diff: '@@ -0,0 +1,2 @@\n+[mcp_servers.notes]\n+command = "notes-server"\n',
    left: [{ name: 'old', clientName: 'Cursor', reason: 'it is switched off there' }],
    variables: [],
    different: [],
    secrets: [],
    problems: [],
    digest: 'i1',
  },
  'look-up-server': {
    kind: 'found',
    servers: [{ name: 'io.example/docs', version: '1.2.0', description: 'Searches the documents.' }],
  },
  copies: [
    {
      id: 'copy-1',
      folder: '/home/mira/.local/share/patchbay/copies/api-1',
      of: '/home/mira/src/api',
      branch: 'main',
      commit: '4f2a91c',
      threadId: 't2',
      unmerged: 2,
      leftOut: 1,
    },
  ],
  'who-wrote': {
    file: 'src/retry.ts',
    earlierNames: [],
    kind: 'lines',
    totalLines: 2,
    lines: [
      {
        line: 1,
        text: "import { delay } from './delay.ts';",
        origin: { kind: 'unknown', why: 'older', before: minutes(900) },
      },
      {
        line: 2,
        text: 'export const tries = 3;',
        origin: { kind: 'not-an-agent', after: minutes(90), before: minutes(30) },
      },
    ],
  },
};
