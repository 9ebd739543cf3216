import path from 'node:path';
import { defineConfig } from 'rolldown';

// Everything `patchbay` needs in a few files that load fast. The engine and the keychain's
// module stay in node_modules: they are binaries.
export default defineConfig({
  input: {
    patchbay: 'server/cli/main.ts',
    watchdog: 'server/processes/watchdog-main.ts',
    keyring: 'server/secrets/keyring-main.ts',
    checkpoints: 'server/checkpoints/worker-main.ts',
    tokens: 'server/remotes/tokens/worker-main.ts',
    'record-search': 'server/records/search/worker-main.ts',
  },
  platform: 'node',
  resolve: {
    alias: {
      // Its other form requires parts of itself in a way no bundler sees.
      'jsonc-parser': path.join(import.meta.dirname, 'node_modules/jsonc-parser/lib/esm/main.js'),
      '@modelcontextprotocol/server/_shims': path.join(import.meta.dirname, 'server/mcp/sdk-shims.ts'),
    },
  },
  external: [/^@openai\/codex/, /^@napi-rs\/keyring/],
  output: {
    dir: 'out',
    cleanDir: true,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    minify: true,
    sourcemap: true,
    // A file has more than one command needs: modules are evaluated when they are imported, not with their file.
    strictExecutionOrder: true,
    // Finding and linking a file takes half a millisecond, so what belongs together is together: what a client waits for
    // before its first answer; what the server and the command line share, so that neither loads the other; the doors of the
    // server over HTTP, which open before the rest is loaded, and the tokens that they ask for; the server; the command line.
    codeSplitting: {
      groups: [
        { name: 'first', test: /server\/cli\/(serve-plainly|report|exit-codes|output)\.ts$/, priority: 3 },
        {
          name: 'contract',
          test: /node_modules\/(zod|shlex)\/|server\/(base|contract)\/|\/(azure-hosts|run-options)\.ts$/,
          priority: 2.5,
        },
        { name: 'doors', test: /server\/cli\/http-host\.ts$/, priority: 2.4 },
        { name: 'client-tokens', test: /server\/config\/client-tokens\.ts$/, priority: 2.3 },
        {
          name: 'server',
          test: /server\/(start\/(serve-home|stream-service)|transports\/stdio-server)\.ts$/,
          priority: 2,
        },
        { name: 'commands', test: /server\/cli\/command-line\.ts$/, priority: 1 },
      ],
    },
  },
});
